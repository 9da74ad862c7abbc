import { appendFileSync, readFileSync } from "node:fs";

/** An attempt that a capability was really called for. */
export interface Effect {
  readonly key: string;
  readonly attempt: number;
  /** How many processes had been killed before. */
  readonly generation: number;
  ended: boolean;
}

/** After a kill, so that it can be told what came before and what after. */
export function markKill(file: string): void {
  appendFileSync(file, "kill\n");
}

/** In the order in which they began. */
export function readEffects(file: string): readonly Effect[] {
  const effects: Effect[] = [];
  const running = new Map<string, Effect>();
  let generation = 0;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [what, key = "", attempt] = line.split(" ");
    const name = `${key}#${attempt}`;
    if (what === "kill") {
      generation += 1;
      running.clear();
    } else if (what === "start") {
      const effect: Effect = { key, attempt: Number(attempt), generation, ended: false };
      effects.push(effect);
      running.set(name, effect);
    } else if (what === "end") {
      const effect = running.get(name);
      if (effect !== undefined) effect.ended = true;
    }
  }
  return effects;
}
