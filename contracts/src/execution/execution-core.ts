/** What the six operations of this chapter say alike. */
export const executionDomain = "execution";
export const executionOwners = ["platform.core"] as const;
export const executionCapability = { key: "execution.core", version: "1.0.0" } as const;
