import type { Static } from "@sinclair/typebox";
import { requestEnvelope } from "../common/orch-request-envelope.ts";
import { successEnvelope } from "../common/orch-success-envelope.ts";
import type { OperationSpec } from "./define-operation.ts";
import { defineType, type InvalidExample, refGeneric, type TypeSpec } from "./define-type.ts";
import { type Deprecation, deprecationOf } from "./deprecation.ts";

/** `controlPlane.execution.start` → `ControlPlaneExecutionStart`, the stem of an operation's type names. */
export function operationTypeName(key: string): string {
  return key
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

/** The two envelopes of an operation, `<Operation>Request` and `<Operation>Success`, derived from its input and output. */
export function envelopesOf(operation: OperationSpec): { request: TypeSpec; success: TypeSpec } {
  const { meta, io } = operation;
  const stem = operationTypeName(meta.key);
  const shared = {
    stability: meta.stability,
    since: meta.since,
    source: meta.source,
    version: meta.version,
  };
  const request = defineType({
    ...shared,
    ...envelopeDeprecation(meta, "Request"),
    name: `${stem}Request`,
    title: `${meta.title}: request`,
    description: `The request envelope of \`${meta.key}\`. ${meta.description}`,
    parameters: io.input.parameters,
    schema: requestEnvelope(
      meta.key,
      refGeneric(io.input, io.input.parameters, { description: "What the operation is asked for." }),
    ),
    examples: envelopeExamples(meta.key, "params", io.input) as never,
  });
  const success = defineType({
    ...shared,
    ...envelopeDeprecation(meta, "Success"),
    name: `${stem}Success`,
    title: `${meta.title}: success`,
    description: `The success envelope of \`${meta.key}\`.`,
    parameters: io.output.parameters,
    schema: successEnvelope(
      meta.key,
      refGeneric(io.output, io.output.parameters, { description: "What the operation answers." }),
    ),
    examples: envelopeExamples(meta.key, "result", io.output) as never,
  });
  return { request, success };
}

/** An envelope ends with its operation, and what replaces it is the same envelope of the operation's replacement. */
function envelopeDeprecation(meta: Deprecation, envelope: "Request" | "Success"): Deprecation {
  const { replacedBy, ...days } = deprecationOf(meta) ?? {};
  return replacedBy === undefined ? days : { ...days, replacedBy: `${operationTypeName(replacedBy)}${envelope}` };
}

/** Lifts a payload's examples into its envelope, and adds the ways in which an envelope itself is wrong. */
function envelopeExamples(key: string, member: "params" | "result", payload: TypeSpec): TypeSpec["examples"] {
  const wrap = (value: unknown) => ({ jsonrpc: "2.0", id: "req-1", envelope_type: key, [member]: value });
  const first = payload.examples.valid[0]?.value ?? {};
  const { [member]: _, ...withoutMember } = wrap(first);
  const own: InvalidExample[] = [
    { title: `without ${member}`, value: withoutMember, pointer: "", keyword: "required" },
    {
      title: "another envelope type",
      value: { ...wrap(first), envelope_type: `${key}.other` },
      pointer: "/envelope_type",
      keyword: "const",
    },
  ];
  return {
    valid: payload.examples.valid.map(({ title, value }) => ({ title, value: wrap(value) })),
    invalid: [
      ...own,
      ...payload.examples.invalid.map((example) => ({
        ...example,
        value: wrap(example.value),
        pointer: `/${member}${example.pointer}`,
      })),
    ],
  };
}

/** The request envelope's TypeScript type. */
export type RequestOf<TOperation extends OperationSpec> = Static<
  ReturnType<typeof requestEnvelope<TOperation["io"]["input"]["schema"]>>
>;

/** The success envelope's TypeScript type. */
export type SuccessOf<TOperation extends OperationSpec> = Static<
  ReturnType<typeof successEnvelope<TOperation["io"]["output"]["schema"]>>
>;
