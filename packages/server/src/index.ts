export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "./control-plane.ts";
export { StartError } from "./start-error.ts";
