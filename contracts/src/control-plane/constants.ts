/** What every operation of this family says alike. */
export const CONTROL_PLANE_DOMAIN = "control-plane";
export const CONTROL_PLANE_OWNERS = ["platform.core"] as const;
export const CONTROL_PLANE_TAGS = ["automation", "control-plane", "agent-runtime"] as const;
export const CONTROL_PLANE_STABILITY = "experimental";
export const CONTROL_PLANE_VERSION = "1.0.0";
