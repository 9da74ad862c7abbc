import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { OrchId } from "../common/orch-id.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { OrchTraceId } from "../common/orch-trace-id.ts";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { Timestamp } from "../common/timestamp.ts";
import { PolicyBindingId } from "../governance/policy-binding-id.ts";
import { PolicyDecision } from "../governance/policy-decision.ts";
import { RiskLevel } from "../governance/risk-level.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { LedgerAnchor } from "./ledger-anchor.ts";
import { LedgerStatus } from "./ledger-status.ts";

const exampleEntry = {
  event_id: "req-1",
  timestamp: "2026-03-01T09:30:00.000Z",
  actor: "user:ada",
  module_id: "image",
  envelope_type: "exec.invoke",
  status: "SUCCESS" as const,
  input_ref: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  prev_event_hash: "sha256:0000000000000000000000000000000000000000000000000000000000000000",
  event_hash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
};
const { event_hash: _hash, ...withoutHash } = exampleEntry;

export const LedgerEntry = defineType({
  name: "LedgerEntry",
  title: "Ledger entry",
  description:
    "One exchange in the ledger. It holds hashes of what was exchanged and never the payloads. Entries of a session form a chain by `prev_event_hash`; exchanges without a session chain by caller.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  schema: Type.Object({
    event_id: ref(OrchId, { description: "The identifier of the exchange, its OrchId." }),
    session_id: Type.Optional(ref(OrchSessionId, { description: "The session that the exchange belongs to." })),
    trace_id: Type.Optional(ref(OrchTraceId, { description: "The trace that the exchange belongs to." })),
    timestamp: ref(Timestamp, { description: "When the exchange was recorded." }),
    actor: ref(OrchCaller, { description: "The authenticated caller." }),
    module_id: ref(OrchModuleId, {
      description: "The module that the exchange was about, or the control plane's own.",
    }),
    envelope_type: Type.String({
      minLength: 1,
      maxLength: 128,
      description: "Which operation it was, such as `exec.invoke`.",
    }),
    status: ref(LedgerStatus, { description: "How the exchange ended." }),
    input_ref: ref(Sha256Hash, { description: "Hash of RFC 8785 canonical `params`." }),
    output_ref: Type.Optional(ref(Sha256Hash, { description: "Hash of RFC 8785 canonical `result` or `error`." })),
    policy_ref: Type.Optional(
      ref(PolicyBindingId, { description: "The versioned set of policies that decided about it." }),
    ),
    decision: Type.Optional(ref(PolicyDecision, { description: "What policy decided about it." })),
    risk: Type.Optional(ref(RiskLevel, { description: "The risk that policy saw in it." })),
    prev_event_hash: ref(Sha256Hash, {
      description: "The `event_hash` of the entry before it in its chain; the first one's is `sha256:` and 64 zeros.",
    }),
    event_hash: ref(Sha256Hash, {
      description: "Hash of RFC 8785 canonical JSON of this entry without `event_hash` and `ledger_anchor`.",
    }),
    ledger_anchor: Type.Optional(
      ref(LedgerAnchor, { description: "The checkpoint that covers it, once there is one." }),
    ),
  }),
  examples: {
    valid: [
      { title: "the first of a chain", value: exampleEntry },
      {
        title: "one with everything",
        value: {
          ...exampleEntry,
          session_id: "ses_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
          trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
          output_ref: "sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
          policy_ref: "sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a",
          decision: "ALLOW",
          risk: "LOW",
          prev_event_hash: "sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
          ledger_anchor: "chk_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
        },
      },
    ],
    invalid: [
      { title: "without its hash", value: withoutHash, pointer: "", keyword: "required" },
      { title: "an unknown status", value: { ...exampleEntry, status: "FAILED" }, pointer: "/status", keyword: "enum" },
      {
        title: "a hash without its algorithm",
        value: { ...exampleEntry, event_hash: "60303ae22b998861" },
        pointer: "/event_hash",
        keyword: "pattern",
      },
    ],
  },
});
export type LedgerEntry = Static<typeof LedgerEntry.schema>;
