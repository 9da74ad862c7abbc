import type { Bump } from "@oap/diff";

/** The `$id` after this one, by the step that its content takes, that nothing is released under. */
export function nextId(id: string, bump: Bump, isReleased: (id: string) => boolean): string {
  const next = id.replace(/(\d+)\.(\d+)\.(\d+)$/, (_, ...numbers: readonly string[]) => {
    const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
    if (bump === "major") return `${major + 1}.0.0`;
    return bump === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
  });
  return next !== id && isReleased(next) ? nextId(next, bump, isReleased) : next;
}
