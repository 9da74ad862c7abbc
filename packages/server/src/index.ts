export { retentionLimits } from "@oap/engine";
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "./control-plane.ts";
export type { IdentityOptions } from "./open-identity.ts";
export { compilePolicyFolder, formatPolicyIssues } from "./policy-folder.ts";
export { StartError } from "./start-error.ts";
export { openStoppedControlPlane, type StoppedControlPlane } from "./stopped-control-plane.ts";
