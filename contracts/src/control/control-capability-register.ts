import { defineCommand } from "../spec/define-operation.ts";
import { ControlCapabilityRegisterParams } from "./control-capability-register-params.ts";
import { ControlCapabilityRegisterResult } from "./control-capability-register-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

export const controlCapabilityRegister = defineCommand({
  meta: {
    ...controlMeta,
    key: "control.capability.register",
    title: "Register capabilities",
    description:
      "Registers what a remote module can do, and where it is reached. Every schema is checked before any capability is taken, so a registration holds as a whole or not at all. Registering the same again changes nothing; a version that is registered never changes its content, so other content for it is `ID_CONFLICT`, as is the `module_id` of a module that runs inside the control plane.",
    goal: "Make a module's capabilities available to invocations and plans.",
    context: "Called by a module when it starts, and by an operator who connects one.",
    tags: ["control", "capability"],
  },
  capability: { key: "control.registry", version: "1.0.0" },
  io: {
    input: ControlCapabilityRegisterParams,
    output: ControlCapabilityRegisterResult,
    errors: {
      INVALID_CAPABILITY: {
        when: "A schema is not valid JSON Schema 2020-12, is not self-contained or is too large, or the module would have too many. `details.issues` lists each.",
      },
      POLICY_DENIED: { when: "The endpoint's origin is not on the list of allowed origins." },
    },
  },
  policy: { auth: "admin", pii: [] },
  headers: { request: controlRequestHeaders },
});
