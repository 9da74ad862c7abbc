import { type HeaderUse, type OperationSpec, operationTypeName } from "@oap/contracts";
import type { JsonSchema } from "../json-schema.ts";
import type { LintContext } from "../lint-context.ts";
import type { Rule } from "../rule.ts";
import { hasPointer } from "../schema-at-pointer.ts";
import type { SchemaNamed } from "../union-branches.ts";
import type { Finding } from "../violation.ts";

/** Pointers of `pii` and of header counterparts lead to something that is there: else nothing would be hidden or compared. */
export const realPointers: Rule = {
  name: "real-pointers",
  title: "Pointers lead to something that is there.",
  explanation:
    "A `pii` path that leads nowhere hides nothing, and a header whose counterpart is not in the envelope is compared with nothing: both fail silently, on the day it matters.",
  level: "error",
  bad: 'defineCommand({ ...rest, policy: { auth: "user", pii: ["/params/recipient/name"] } })',
  good: 'defineCommand({ ...rest, policy: { auth: "user", pii: ["/params/recipient"] } })',
  check: (context) => {
    const schemaNamed: SchemaNamed = (name) => context.typesByName.get(name)?.published.schema;
    return unique([
      ...context.operations.flatMap((operation) => operationFindings(operation, context, schemaNamed)),
      ...context.capabilities.flatMap(({ module, name, input, output, pii }) => {
        const schema: JsonSchema = {
          type: "object",
          properties: { input: { $ref: `#/$defs/${input.name}` }, output: { $ref: `#/$defs/${output.name}` } },
        };
        return pii
          .filter((pointer) => !hasPointer(schema, pointer, schemaNamed))
          .map((pointer) => ({
            name: `${module}.${name}`,
            message: `\`pii\` names ${pointer}, which neither its input nor its output has.`,
            mend: "Write a JSON Pointer that begins with /input or /output.",
          }));
      }),
    ]);
  },
};

function operationFindings(
  { meta, policy, headers }: OperationSpec,
  { registry }: LintContext,
  schemaNamed: SchemaNamed,
): readonly Finding[] {
  const stem = operationTypeName(meta.key);
  const request = schemaNamed(`${stem}Request`);
  const success = schemaNamed(`${stem}Success`);
  const counterparts = (name: string, uses: readonly HeaderUse[], envelope: JsonSchema | undefined, which: string) =>
    uses
      .filter(({ counterpart }) => counterpart !== undefined && !has(envelope, counterpart, schemaNamed))
      .map(({ header, counterpart }) =>
        deadEnd(
          name,
          `The counterpart of ${header.name} is ${counterpart}, which the ${which} of ${meta.key} does not have.`,
        ),
      );
  return [
    ...policy.pii
      .filter((pointer) => !has(request, pointer, schemaNamed) && !has(success, pointer, schemaNamed))
      .map((pointer) => deadEnd(meta.key, `\`policy.pii\` names ${pointer}, which neither of its envelopes has.`)),
    ...counterparts(registry.name, registry.headers.request, request, "request"),
    ...counterparts(registry.name, registry.headers.response, success, "success"),
    ...counterparts(meta.key, headers.request, request, "request"),
    ...counterparts(meta.key, headers.response, success, "success"),
  ];
}

function has(schema: JsonSchema | undefined, pointer: string, schemaNamed: SchemaNamed): boolean {
  return schema !== undefined && hasPointer(schema, pointer, schemaNamed);
}

function deadEnd(name: string, message: string): Finding {
  return { name, message, mend: "Write a JSON Pointer to a member that the schema has, such as /params/input." };
}

/** A header of the registry that fits no operation is one finding for each; the same text is told once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.name} ${finding.message}`, finding])).values()];
}
