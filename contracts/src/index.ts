export { type Static, type TSchema, Type } from "@sinclair/typebox";
export { CapabilityName } from "./common/capability-name.ts";
export { commonChapter } from "./common/common-chapter.ts";
export { type ErrorCode, errorCodes } from "./common/error-codes.ts";
export { JsonObject } from "./common/json-object.ts";
export { JsonValue } from "./common/json-value.ts";
export { OrchCaller } from "./common/orch-caller.ts";
export { orchCallerHeader } from "./common/orch-caller-header.ts";
export { OrchEnvelopeBase } from "./common/orch-envelope-base.ts";
export { OrchError, orchErrorMembers } from "./common/orch-error.ts";
export { OrchErrorEnvelope, orchErrorEnvelope } from "./common/orch-error-envelope.ts";
export { OrchId } from "./common/orch-id.ts";
export { orchIdHeader } from "./common/orch-id-header.ts";
export { OrchMeta } from "./common/orch-meta.ts";
export { OrchModuleId } from "./common/orch-module-id.ts";
export { orchModuleIdHeader } from "./common/orch-module-id-header.ts";
export { OrchPageRequest, orchPageRequestMembers } from "./common/orch-page-request.ts";
export { OrchPageResponse, orchPageResponse } from "./common/orch-page-response.ts";
export { OrchRequestEnvelope } from "./common/orch-request-envelope.ts";
export { OrchSessionId } from "./common/orch-session-id.ts";
export { orchSessionIdHeader } from "./common/orch-session-id-header.ts";
export { OrchSuccessEnvelope } from "./common/orch-success-envelope.ts";
export { OrchTraceId } from "./common/orch-trace-id.ts";
export { orchTraceIdHeader } from "./common/orch-trace-id-header.ts";
export { SemanticVersion } from "./common/semantic-version.ts";
export { Sha256Hash } from "./common/sha256-hash.ts";
export { Timestamp } from "./common/timestamp.ts";
export { ValidationIssue } from "./common/validation-issue.ts";
export { registry } from "./registry.ts";
export { type BoundSpec, defineBound } from "./spec/define-bound.ts";
export { type CapabilityRisk, type CapabilitySpec, defineCapability } from "./spec/define-capability.ts";
export { defineErrorCodes, type ErrorCodeSpec, type ErrorCodeTable } from "./spec/define-error-codes.ts";
export { defineEvent, type EventSpec } from "./spec/define-event.ts";
export { defineHeader, type HeaderSpec, type HeaderUse, type HeaderUses } from "./spec/define-header.ts";
export {
  defineCommand,
  defineQuery,
  type OperationAuth,
  type OperationMeta,
  type OperationSpec,
} from "./spec/define-operation.ts";
export { type Chapter, defineChapter, defineRegistry, type Registry, type Spec } from "./spec/define-registry.ts";
export { defineTable, type TableSpec } from "./spec/define-table.ts";
export {
  defineType,
  type InvalidExample,
  parameter,
  ref,
  refGeneric,
  type TypeSpec,
  type ValidExample,
} from "./spec/define-type.ts";
export { type Deprecation, deprecationOf } from "./spec/deprecation.ts";
export { envelopesOf, operationTypeName, type RequestOf, type SuccessOf } from "./spec/envelopes-of.ts";
export { type Source, source, sourceDocuments } from "./spec/source.ts";
export type { Change, SpecMeta, Stability } from "./spec/spec-meta.ts";
export { stringEnum } from "./spec/string-enum.ts";
