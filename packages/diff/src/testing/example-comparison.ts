import type { Comparison } from "../comparison.ts";
import type { Finding, Witness } from "../finding.ts";

/** A witness of no account. */
export const plainWitness: Witness = {
  subject: { part: "type", name: "Parcel" },
  kind: "payload",
  sender: "client",
  payload: {},
  acceptedBy: "base",
  rejectedBy: "head",
  pointer: "",
  keyword: "required",
  message: "must have required property 'size'",
};

/** A comparison as a pull request brings it: of each kind of finding at least one. */
export const exampleComparison: Comparison = {
  base: { form: "contract", label: "main", name: "oap", version: "1.0.0" },
  head: { form: "contract", label: "working tree", name: "oap", version: "1.0.0" },
  findings: [
    finding({
      rule: "required-added",
      subject: { part: "type", name: "ExecInvokeParams" },
      pointer: "/required",
      effect: "narrow",
      directions: ["request"],
      breaks: ["request"],
      message: "`mode` must now be there: it was not required before.",
      base: ["target", "input"],
      head: ["target", "input", "mode"],
      affected: ["exec.invoke"],
      location: { file: "contracts/src/execution/exec-invoke.ts", line: 21 },
      witness: {
        subject: { part: "operation", name: "exec.invoke", payload: "request" },
        kind: "payload",
        sender: "client",
        payload: {
          type: "exec.invoke",
          version: "1.0.0",
          id: "orch_01",
          params: { target: { module_id: "text", capability: "statistics" }, input: {} },
        },
        acceptedBy: "base",
        rejectedBy: "head",
        pointer: "/params",
        keyword: "required",
        message: "must have required property 'mode'",
      },
      migration: "Send `mode` with each request; `sync` is what was meant before.",
    }),
    finding({
      rule: "enum-value-added",
      subject: { part: "type", name: "InvocationState" },
      pointer: "/enum",
      effect: "widen",
      directions: ["response"],
      breaks: ["response"],
      message: "`PAUSED` is a new value.",
      affected: [
        "exec.invoke",
        "exec.status.get",
        "exec.cancel",
        "exec.plan.status.get",
        "plan.completed",
        "plan.failed",
      ],
      witness: {
        subject: { part: "operation", name: "exec.status.get", payload: "response" },
        kind: "payload",
        sender: "service",
        payload: { type: "exec.status.get", result: { state: "PAUSED" } },
        acceptedBy: "head",
        rejectedBy: "base",
        pointer: "/result/state",
        keyword: "enum",
        message: "must be equal to one of the allowed values",
      },
    }),
    finding({
      rule: "exported-type-removed",
      axis: "SOURCE",
      subject: { part: "type", name: "BackoffStrategy" },
      pointer: "",
      message: "The type `BackoffStrategy` is no longer exported.",
      compilerError: `src/retry.ts(1,15): error TS2305: Module '"@oap/protocol/types"' has no exported member 'BackoffStrategy'.`,
      migration: "Import `RetryBackoff` instead.",
    }),
    finding({
      rule: "pattern-undecided",
      verdict: "UNKNOWN",
      effect: "unknown",
      subject: { part: "type", name: "OrchId" },
      pointer: "/pattern",
      directions: ["request", "response"],
      breaks: ["request", "response"],
      message: "The pattern has changed.",
      reason: "the pattern at `/pattern` looks behind, and is not a regular language.",
      location: { file: "contracts/src/common/orch-id.ts", line: 6 },
    }),
    finding({
      rule: "default-changed",
      axis: "BEHAVIOUR",
      verdict: "COMPATIBLE",
      level: "warning",
      effect: "none",
      subject: { part: "type", name: "ExecInvokeParams" },
      pointer: "/properties/timeout_ms/default",
      directions: ["request"],
      message: "Who leaves it out now gets 30000 instead of 60000.",
      affected: ["exec.invoke"],
    }),
    finding({
      rule: "event-removed",
      subject: { part: "event", name: "plan.legacy" },
      pointer: "",
      directions: ["response"],
      breaks: ["response"],
      message: "The event is gone.",
      witness: {
        subject: { part: "event", name: "plan.legacy" },
        kind: "message",
        sender: "service",
        payload: { event: "plan.legacy", data: {} },
        acceptedBy: "base",
        rejectedBy: "head",
        pointer: "/event",
        keyword: "enum",
        message: "is the name of no event",
      },
      suppressed: "Nobody has received it since it was announced in spring.",
    }),
    finding({
      rule: "method-added",
      verdict: "COMPATIBLE",
      level: "info",
      effect: "widen",
      subject: { part: "operation", name: "exec.batch.submit" },
      pointer: "",
      message: "The operation is new.",
    }),
    ...["target", "input", "mode"].map((name) =>
      finding({
        rule: "description-changed",
        verdict: "COMPATIBLE",
        level: "info",
        effect: "none",
        subject: { part: "type", name: "ExecInvokeParams" },
        pointer: `/properties/${name}/description`,
        message: "Its description reads otherwise.",
      }),
    ),
  ],
};

/** What somebody who wants to take over a page, a terminal or a workflow would call a property. */
export const hostileText =
  '<img src=x onerror=alert(1)> @everyone #1 [a](https://evil.example) `code` ``` \u001b[31m\u009b32m\u202e ]]> ::error::%0A\n::set-output name=a::b\r\n-->\n# heading | "quoted" \u0000';

/** The example's first finding with that text wherever a contract has a say. */
export function hostileComparison(text: string = hostileText): Comparison {
  const [first] = exampleComparison.findings;
  const hostile: Finding = {
    ...first!,
    subject: { part: "operation", name: text, payload: text },
    pointer: `/properties/${text}`,
    message: `The property \`${text}\` is gone. ${text}`,
    reason: text,
    compilerError: text,
    migration: text,
    affected: [text],
    location: { file: `contracts/${text}.ts`, line: 1 },
    witness: {
      ...first!.witness!,
      subject: { part: "operation", name: text },
      payload: { [text]: text },
      pointer: `/${text}`,
      message: text,
      keyword: text,
    },
  };
  return {
    base: { ...exampleComparison.base, label: text, version: text },
    head: { ...exampleComparison.head, label: text, name: text },
    findings: [hostile, { ...hostile, suppressed: text }, { ...hostile, level: "info", verdict: "COMPATIBLE" }],
  };
}

/** A finding that breaks on the wire, unless it is given otherwise. */
export function finding(given: Partial<Finding> & Pick<Finding, "rule" | "subject" | "pointer" | "message">): Finding {
  const isOther = (given.axis ?? "WIRE") !== "WIRE" || (given.verdict ?? "BREAKING") !== "BREAKING";
  return {
    axis: "WIRE",
    verdict: "BREAKING",
    level: "error",
    effect: "narrow",
    directions: [],
    breaks: [],
    affected: [],
    ...(!isOther && { witness: plainWitness }),
    ...given,
  } as Finding;
}
