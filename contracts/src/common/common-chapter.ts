import { defineChapter } from "../spec/define-registry.ts";
import {
  attemptsMax,
  backoffMsMax,
  batchRequestsMax,
  bodyBytesMax,
  expressionBytesMax,
  idempotencyRetentionMs,
  jsonDepthMax,
  labelsMax,
  pageItemsDefault,
  pageItemsMax,
  parallelStepsMax,
  planEdgesMax,
  planStepsMax,
  templateDepthMax,
  timeoutMsDefault,
  timeoutMsMax,
} from "./bounds.ts";
import { CapabilityName } from "./capability-name.ts";
import { CloudEvent } from "./cloud-event.ts";
import { EventId } from "./event-id.ts";
import { JsonObject } from "./json-object.ts";
import { JsonValue } from "./json-value.ts";
import { OrchCaller } from "./orch-caller.ts";
import { orchCallerHeader } from "./orch-caller-header.ts";
import { OrchEnvelopeBase } from "./orch-envelope-base.ts";
import { OrchError } from "./orch-error.ts";
import { OrchErrorEnvelope } from "./orch-error-envelope.ts";
import { OrchId } from "./orch-id.ts";
import { orchIdHeader } from "./orch-id-header.ts";
import { OrchMeta } from "./orch-meta.ts";
import { OrchModuleId } from "./orch-module-id.ts";
import { orchModuleIdHeader } from "./orch-module-id-header.ts";
import { OrchPageRequest } from "./orch-page-request.ts";
import { OrchPageResponse } from "./orch-page-response.ts";
import { orchPrevEventHashHeader } from "./orch-prev-event-hash-header.ts";
import { OrchRequestEnvelope } from "./orch-request-envelope.ts";
import { OrchSessionId } from "./orch-session-id.ts";
import { orchSessionIdHeader } from "./orch-session-id-header.ts";
import { OrchSuccessEnvelope } from "./orch-success-envelope.ts";
import { OrchTraceId } from "./orch-trace-id.ts";
import { orchTraceIdHeader } from "./orch-trace-id-header.ts";
import { SemanticVersion } from "./semantic-version.ts";
import { Sha256Hash } from "./sha256-hash.ts";
import { Timestamp } from "./timestamp.ts";
import { transport } from "./transport.ts";
import { ValidationIssue } from "./validation-issue.ts";

export const commonChapter = defineChapter({
  name: "common",
  title: "Common types",
  description:
    "Identifiers, headers, envelopes, errors, metadata and pages that every other chapter uses and extends, whatever the operation and the transport, and the bounds that hold everywhere.",
  specs: [
    JsonValue,
    JsonObject,
    Timestamp,
    Sha256Hash,
    SemanticVersion,
    CapabilityName,
    OrchId,
    OrchSessionId,
    OrchTraceId,
    OrchModuleId,
    OrchCaller,
    orchIdHeader,
    orchSessionIdHeader,
    orchCallerHeader,
    orchModuleIdHeader,
    orchTraceIdHeader,
    orchPrevEventHashHeader,
    OrchMeta,
    OrchEnvelopeBase,
    OrchRequestEnvelope,
    OrchSuccessEnvelope,
    OrchErrorEnvelope,
    OrchError,
    ValidationIssue,
    OrchPageRequest,
    OrchPageResponse,
    EventId,
    CloudEvent,
    transport,
    bodyBytesMax,
    jsonDepthMax,
    planStepsMax,
    planEdgesMax,
    parallelStepsMax,
    batchRequestsMax,
    attemptsMax,
    backoffMsMax,
    timeoutMsDefault,
    timeoutMsMax,
    expressionBytesMax,
    templateDepthMax,
    labelsMax,
    idempotencyRetentionMs,
    pageItemsDefault,
    pageItemsMax,
  ],
});
