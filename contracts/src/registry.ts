import { commonChapter } from "./common/common-chapter.ts";
import { errorCodes } from "./common/error-codes.ts";
import { orchCallerHeader } from "./common/orch-caller-header.ts";
import { orchIdHeader } from "./common/orch-id-header.ts";
import { orchModuleIdHeader } from "./common/orch-module-id-header.ts";
import { orchPrevEventHashHeader } from "./common/orch-prev-event-hash-header.ts";
import { orchSessionIdHeader } from "./common/orch-session-id-header.ts";
import { orchTraceIdHeader } from "./common/orch-trace-id-header.ts";
import { controlChapter } from "./control/control-chapter.ts";
import { controlPlaneChapter } from "./control-plane/control-plane-chapter.ts";
import { eventsChapter } from "./events/events-chapter.ts";
import { executionChapter } from "./execution/execution-chapter.ts";
import { governanceChapter } from "./governance/governance-chapter.ts";
import { orchDecisionHeader } from "./governance/orch-decision-header.ts";
import { orchHitlRequiredHeader } from "./governance/orch-hitl-required-header.ts";
import { orchPolicyBindingHeader } from "./governance/orch-policy-binding-header.ts";
import { orchRiskLevelHeader } from "./governance/orch-risk-level-header.ts";
import { orchestrationChapter } from "./orchestration/orchestration-chapter.ts";
import { pluginsChapter } from "./plugins/plugins-chapter.ts";
import { orchEventHashHeader } from "./provenance/orch-event-hash-header.ts";
import { orchLedgerAnchorHeader } from "./provenance/orch-ledger-anchor-header.ts";
import { provenanceChapter } from "./provenance/provenance-chapter.ts";
import type { HeaderUse } from "./spec/define-header.ts";
import { defineRegistry } from "./spec/define-registry.ts";

/** Requests carry these where they like, and answers echo them. */
const exchangeHeaders: readonly HeaderUse[] = [
  { header: orchIdHeader, counterpart: "/id" },
  { header: orchSessionIdHeader, counterpart: "/_meta/session_id" },
  { header: orchCallerHeader, counterpart: "/_meta/caller" },
  { header: orchTraceIdHeader, counterpart: "/_meta/trace_id" },
  { header: orchModuleIdHeader },
  { header: orchPrevEventHashHeader },
];

/** What policy decided about the exchange and where the ledger has it; the body does not repeat them. */
const governedHeaders: readonly HeaderUse[] = [
  { header: orchPolicyBindingHeader },
  { header: orchDecisionHeader },
  { header: orchRiskLevelHeader },
  { header: orchHitlRequiredHeader },
  { header: orchEventHashHeader },
  { header: orchLedgerAnchorHeader },
];

/** Every contract of the protocol, in the order of publication. Code generation reads nothing else. */
export const registry = defineRegistry({
  name: "oap",
  title: "Orchestration Application Protocol",
  description:
    "The execution plane of the Orchestration Application Protocol: envelopes, invocations and plans, governance, the control plane, the ledger, and the capabilities that come built in. Every operation is a request envelope with `params` and is answered by a success envelope with `result` or an error envelope with `error`.",
  version: "1.0.0",
  schemaIdBase: "urn:oap:schema",
  chapters: [
    commonChapter,
    executionChapter,
    governanceChapter,
    controlChapter,
    provenanceChapter,
    controlPlaneChapter,
    eventsChapter,
    orchestrationChapter,
    pluginsChapter,
  ],
  errorCodes,
  headers: {
    request: exchangeHeaders,
    response: [...exchangeHeaders, ...governedHeaders],
  },
  errors: {
    PARSE_ERROR: { when: "The body is not JSON." },
    INVALID_ENVELOPE: { when: "The body is not an envelope, or its type is not the one in the path." },
    UNKNOWN_ENVELOPE_TYPE: { when: "No operation has the envelope's type." },
    INVALID_PARAMS: { when: "`params` does not match the operation's schema; `details.issues` lists every issue." },
    INTERNAL: { when: "The control plane failed." },
    HEADER_MISMATCH: { when: "A header and its counterpart in the body disagree, or a header has the wrong shape." },
    UNSUPPORTED_MEDIA_TYPE: { when: "The body's media type, or its version, is not spoken here." },
    NOT_ACCEPTABLE: { when: "None of the media types in `Accept` can be answered." },
    PAYLOAD_TOO_LARGE: { when: "The body is larger than 4 MiB or nests deeper than 64 levels." },
    UNAUTHENTICATED: { when: "The operation needs a credential, and there is no valid one." },
    FORBIDDEN: { when: "The caller's role does not allow the operation, or `Orch-Caller` is not the caller." },
    RATE_LIMITED: { when: "The caller sent too many requests; `Retry-After` says when to try again." },
    OVERLOADED: { when: "There is no room for more work now; `Retry-After` says when to try again." },
    UPSTREAM_UNAVAILABLE: {
      when: "Something that the control plane needs for the exchange itself, such as an identity provider, does not answer. Work whose module does not answer is a result with the state `FAILED`.",
    },
    DEADLINE_EXCEEDED: {
      when: "The exchange itself took too long. Work that ran out of time is a result with the state `TIMED_OUT`.",
    },
    ID_CONFLICT: {
      when: "The caller used this `id` before for a command with another content, or the session that the exchange names is closed or another caller's.",
    },
    LEDGER_CONFLICT: { when: "`Orch-Prev-Event-Hash` on the request is not the hash of the ledger's last entry." },
    NOT_IMPLEMENTED: { when: "The operation is in the contracts and not yet in this control plane." },
  },
});
