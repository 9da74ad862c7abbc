import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyReloadParams } from "./policy-reload-params.ts";
import { PolicyReloadResult } from "./policy-reload-result.ts";

export const policyReload = defineCommand({
  meta: {
    ...governanceMeta,
    source: source("wire-decisions", "controlPlane.*"),
    key: "policy.reload",
    title: "Reload policies",
    description:
      "Reads the policies again from where the control plane was told at its start, and decides by them from then on. The set is taken whole or not at all: where anything is wrong with it, the one before holds on and the answer lists the issues. An approval is bound to its set of policies, so what waited under the one before must be approved again.",
    goal: "Put changed policies in force without a restart.",
    context:
      "Called by an operator, or by whatever delivers the policies, after the files have changed. The signal SIGHUP does the same on the machine itself.",
    tags: ["governance", "policy"],
  },
  capability: { key: "governance.policy", version: "1.0.0" },
  io: { input: PolicyReloadParams, output: PolicyReloadResult },
  policy: { auth: "admin", pii: [] },
});
