/** One layer of the path: API → ExecutionService → JobService → driver → PluginService → ToolRunner → plugin. */
export interface Layer {
  readonly name: string;
  /** The file, or the folder with a `/` at its end, whose classes of that name are the layer. */
  readonly declaredIn: string;
  readonly className: RegExp;
  /** Files and folders that may construct it. */
  readonly madeIn: readonly string[];
  /** Files and folders that may call it: the layer above. */
  readonly calledFrom: readonly string[];
  readonly above: string;
}

/** The layers from the top. A new layer, or one that moves, is a line here. Source: execution governance, §2. */
export const executionPath: readonly Layer[] = [
  {
    name: "ExecutionService",
    declaredIn: "packages/engine/src/execution-service.ts",
    className: /^ExecutionService$/,
    madeIn: ["packages/server/src/control-plane.ts"],
    calledFrom: ["packages/server/src/"],
    above: "the gateway",
  },
  {
    name: "JobService",
    declaredIn: "packages/engine/src/job-service.ts",
    className: /^JobService$/,
    madeIn: ["packages/engine/src/execution-service.ts"],
    // WorkPath and ExecutionControl are parts of ExecutionService: how work begins, and what operators do to it.
    calledFrom: [
      "packages/engine/src/execution-service.ts",
      "packages/engine/src/execution-control.ts",
      "packages/engine/src/work-path.ts",
    ],
    above: "ExecutionService",
  },
  {
    name: "the driver",
    declaredIn: "packages/engine/src/drivers/",
    className: /Driver$/,
    madeIn: ["packages/engine/src/execution-service.ts"],
    calledFrom: ["packages/engine/src/job-service.ts"],
    above: "JobService",
  },
  {
    name: "PluginService",
    declaredIn: "packages/plugins/src/plugin-service.ts",
    className: /^PluginService$/,
    madeIn: ["packages/server/src/control-plane.ts"],
    calledFrom: ["packages/engine/src/drivers/"],
    above: "the driver",
  },
  {
    name: "ToolRunner",
    declaredIn: "packages/plugins/src/tool-runner.ts",
    className: /^ToolRunner$/,
    madeIn: ["packages/plugins/src/plugin-service.ts"],
    calledFrom: ["packages/plugins/src/plugin-service.ts"],
    above: "PluginService",
  },
];

/**
 * The driver does not know PluginService; it is given this port, which is made of it. So whoever makes the port may name
 * PluginService in it, and only the driver may call the port.
 */
export const attemptPort = { name: "runAttempt", declaredIn: "packages/engine/src/drivers/" } as const;

export function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith("/") ? path.startsWith(place) : path === place));
}
