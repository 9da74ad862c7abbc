import { deprecationOf } from "@oap/contracts";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { docsComment, docsText } from "./typescript-docs.ts";
import { literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `events.ts`: every event with the type of its payload. */
export async function emitTypescriptEvents(model: Model): Promise<readonly GeneratedFile[]> {
  const { events } = model;
  const payloads = [...new Set(events.map(({ payload }) => payload.name))];
  const types = events.map(
    ({ key, spec, payload }) => `${docsComment(docsText(spec))}${memberName(key)}: ${payload.name};`,
  );
  const entries = events.map(({ key, spec, payload }) => {
    const { title, description, version, stability } = spec;
    const deprecation = deprecationOf(spec);
    return `${memberName(key)}: ${literal({ key, title, description, version, stability, deprecation, payloadType: payload.name })},`;
  });
  const body = `${payloads.length > 0 ? `import type { ${payloads.join(", ")} } from "./types.ts";` : ""}

/** The payload of each event, by its key. */
export interface EventPayloads {
${types.join("\n")}
}

export type EventKey = keyof EventPayloads;

export interface EventDescription {
  readonly key: EventKey;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly stability: "experimental" | "beta" | "stable";
  /** How it ends, by day: since when it is deprecated, from when it may be gone, and what to use instead. */
  readonly deprecation?: { readonly deprecated?: string; readonly sunset?: string; readonly replacedBy?: EventKey };
  /** The name of the payload's type. */
  readonly payloadType: string;
}

export const events: { readonly [TKey in EventKey]: EventDescription } = {
${entries.join("\n")}
};
`;
  return [await typescriptSource(model, "events.ts", body)];
}
