import { defineChapter } from "../spec/define-registry.ts";
import { ApiKey } from "./api-key.ts";
import { ApiKeyId } from "./api-key-id.ts";
import { capabilityConcurrencyMax, killSwitchesMax, moduleCapabilitiesMax, queriedCapabilitiesMax } from "./bounds.ts";
import { CallerRole } from "./caller-role.ts";
import { CapabilityDescriptor } from "./capability-descriptor.ts";
import { controlApiKeyCreate } from "./control-api-key-create.ts";
import { ControlApiKeyCreateParams } from "./control-api-key-create-params.ts";
import { ControlApiKeyCreateResult } from "./control-api-key-create-result.ts";
import { controlApiKeyList } from "./control-api-key-list.ts";
import { ControlApiKeyListParams } from "./control-api-key-list-params.ts";
import { ControlApiKeyListResult } from "./control-api-key-list-result.ts";
import { controlApiKeyRevoke } from "./control-api-key-revoke.ts";
import { ControlApiKeyRevokeParams } from "./control-api-key-revoke-params.ts";
import { ControlApiKeyRevokeResult } from "./control-api-key-revoke-result.ts";
import { controlCapabilityQuery } from "./control-capability-query.ts";
import { ControlCapabilityQueryParams } from "./control-capability-query-params.ts";
import { ControlCapabilityQueryResult } from "./control-capability-query-result.ts";
import { controlCapabilityRegister } from "./control-capability-register.ts";
import { ControlCapabilityRegisterParams } from "./control-capability-register-params.ts";
import { ControlCapabilityRegisterResult } from "./control-capability-register-result.ts";
import { controlKillSwitchGet } from "./control-kill-switch-get.ts";
import { ControlKillSwitchGetParams } from "./control-kill-switch-get-params.ts";
import { ControlKillSwitchGetResult } from "./control-kill-switch-get-result.ts";
import { controlKillSwitchSet } from "./control-kill-switch-set.ts";
import { ControlKillSwitchSetParams } from "./control-kill-switch-set-params.ts";
import { ControlKillSwitchSetResult } from "./control-kill-switch-set-result.ts";
import { controlPing } from "./control-ping.ts";
import { ControlPingParams } from "./control-ping-params.ts";
import { ControlPingResult } from "./control-ping-result.ts";
import { ControlScope } from "./control-scope.ts";
import { controlSessionClose } from "./control-session-close.ts";
import { ControlSessionCloseParams } from "./control-session-close-params.ts";
import { ControlSessionCloseResult } from "./control-session-close-result.ts";
import { controlSessionOpen } from "./control-session-open.ts";
import { ControlSessionOpenParams } from "./control-session-open-params.ts";
import { ControlSessionOpenResult } from "./control-session-open-result.ts";
import { KillSwitch } from "./kill-switch.ts";
import { orchApiKeyHeader } from "./orch-api-key-header.ts";
import { orchControlIntentHeader } from "./orch-control-intent-header.ts";
import { orchControlScopeHeader } from "./orch-control-scope-header.ts";

/** What keeps the fabric together: the registry of capabilities, sessions, kill switches and keys. */
export const controlChapter = defineChapter({
  name: "control",
  title: "Control",
  description:
    "The registry of modules and their capabilities, the sessions that group exchanges, the switches that stop everything at once, and the keys that let callers in.",
  specs: [
    capabilityConcurrencyMax,
    moduleCapabilitiesMax,
    queriedCapabilitiesMax,
    killSwitchesMax,
    orchControlIntentHeader,
    orchControlScopeHeader,
    orchApiKeyHeader,
    ControlScope,
    CallerRole,
    ApiKeyId,
    ApiKey,
    CapabilityDescriptor,
    KillSwitch,
    ControlPingParams,
    ControlPingResult,
    controlPing,
    ControlCapabilityRegisterParams,
    ControlCapabilityRegisterResult,
    controlCapabilityRegister,
    ControlCapabilityQueryParams,
    ControlCapabilityQueryResult,
    controlCapabilityQuery,
    ControlSessionOpenParams,
    ControlSessionOpenResult,
    controlSessionOpen,
    ControlSessionCloseParams,
    ControlSessionCloseResult,
    controlSessionClose,
    ControlKillSwitchSetParams,
    ControlKillSwitchSetResult,
    controlKillSwitchSet,
    ControlKillSwitchGetParams,
    ControlKillSwitchGetResult,
    controlKillSwitchGet,
    ControlApiKeyCreateParams,
    ControlApiKeyCreateResult,
    controlApiKeyCreate,
    ControlApiKeyListParams,
    ControlApiKeyListResult,
    controlApiKeyList,
    ControlApiKeyRevokeParams,
    ControlApiKeyRevokeResult,
    controlApiKeyRevoke,
  ],
});
