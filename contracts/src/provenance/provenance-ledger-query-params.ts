import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { OrchId } from "../common/orch-id.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { orchPageRequestMembers } from "../common/orch-page-request.ts";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { OrchTraceId } from "../common/orch-trace-id.ts";
import { Timestamp } from "../common/timestamp.ts";
import { RiskLevel } from "../governance/risk-level.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { LedgerStatus } from "./ledger-status.ts";

export const ProvenanceLedgerQueryParams = defineType({
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  name: "ProvenanceLedgerQueryParams",
  title: "Query the ledger: parameters",
  description: "Which entries to list, page by page. Filters narrow together; without any, all are listed.",
  schema: Type.Object({
    event_id: Type.Optional(ref(OrchId, { description: "Only the entry of this exchange." })),
    session_id: Type.Optional(ref(OrchSessionId, { description: "Only those of this session." })),
    trace_id: Type.Optional(ref(OrchTraceId, { description: "Only those of this trace." })),
    actor: Type.Optional(ref(OrchCaller, { description: "Only those of this caller." })),
    module_id: Type.Optional(ref(OrchModuleId, { description: "Only those about this module." })),
    envelope_type: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "Only those of this operation, such as `exec.invoke`.",
      }),
    ),
    status: Type.Optional(ref(LedgerStatus, { description: "Only those that ended like this." })),
    risk: Type.Optional(ref(RiskLevel, { description: "Only those with this risk." })),
    from: Type.Optional(ref(Timestamp, { description: "Only those recorded at this time or later." })),
    to: Type.Optional(ref(Timestamp, { description: "Only those recorded before this time." })),
    ...orchPageRequestMembers,
  }),
  examples: {
    valid: [
      { title: "the first page of everything", value: {} },
      {
        title: "what failed in a session",
        value: {
          session_id: "ses-1",
          status: "ERROR",
          from: "2026-03-01T00:00:00Z",
          to: "2026-03-02T00:00:00Z",
          limit: 100,
        },
      },
    ],
    invalid: [
      { title: "an unknown status", value: { status: "FAILED" }, pointer: "/status", keyword: "enum" },
      { title: "no items at all", value: { limit: 0 }, pointer: "/limit", keyword: "minimum" },
      { title: "a date for a time", value: { from: "2026-03-01" }, pointer: "/from", keyword: "pattern" },
    ],
  },
});
export type ProvenanceLedgerQueryParams = Static<typeof ProvenanceLedgerQueryParams.schema>;
