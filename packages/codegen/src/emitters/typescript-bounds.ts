import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { docsComment, docsText } from "./typescript-docs.ts";
import { literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `bounds.ts`: every named limit, as one constant. */
export async function emitTypescriptBounds(model: Model): Promise<readonly GeneratedFile[]> {
  const members = model.bounds.map(({ spec }) => {
    const comment = docsComment(docsText(spec, { tags: [`Counted in ${spec.unit}.`] }));
    return `${comment}${memberName(spec.name)}: ${literal(spec.value)},`;
  });
  const body = `/** Everything that can grow has a limit; these are the limits of the protocol. */
export const bounds = {
${members.join("\n")}
} as const;
`;
  return [await typescriptSource(model, "bounds.ts", body)];
}
