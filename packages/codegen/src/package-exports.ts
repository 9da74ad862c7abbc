import { pascalCase } from "./pascal-case.ts";

/** What decides which names the generated TypeScript package exports besides the named types. */
export interface ExportsInput {
  /** What the client and the error class are named after. */
  readonly stem: string;
  /** The interface of each module. */
  readonly moduleInterfaces: readonly string[];
  /** Whether modules are called through the client. */
  readonly callsModules: boolean;
  readonly tables: readonly string[];
}

/** The exports of each file of the generated package but `types.ts`, as they stand within `export { … }`. */
export function packageExports({
  stem,
  moduleInterfaces,
  callsModules,
  tables,
}: ExportsInput): readonly (readonly [file: string, names: readonly string[]])[] {
  return [
    ["bounds", ["bounds"]],
    [
      "capabilities",
      [
        "capabilities",
        "type CapabilityModules",
        "type CapabilityTypes",
        "type DescribedCapability",
        ...moduleInterfaces.map((name) => `type ${name}`),
      ],
    ],
    [
      "client",
      [
        "type Call",
        "type CallOptions",
        "type CallResponse",
        "createClient",
        ...(callsModules ? ["type InvokeOptions", "type ModuleClient", "type ModuleTypes"] : []),
        `type ${stem}Client`,
        "type Transport",
        "type TransportRequest",
      ],
    ],
    [
      "errors",
      [
        "type Answer",
        "type ErrorCode",
        "errorCodes",
        "isErrorCode",
        `${stem}Error`,
        `type ${stem}ErrorGovernance`,
        `type ${stem}ErrorOptions`,
      ],
    ],
    ["events", ["type EventDescription", "type EventKey", "type EventPayloads", "events"]],
    ["headers", ["type HeaderName", "type HeaderRules", "type HeaderValue", "headers", "readHeader"]],
    [
      "operations",
      ["type HeaderUse", "isOperationKey", "type Operation", "type OperationKey", "type OperationTypes", "operations"],
    ],
    ["server", ["dispatch", "type Handler", "type Handlers"]],
    ...(tables.length > 0 ? [["tables", tables] as const] : []),
  ];
}

/** The name itself: `type Call` is `Call`. */
export function exportedName(entry: string): string {
  return entry.replace(/^type /, "");
}

/** `image` → `ImageModule`. */
export function moduleInterface(module: string): string {
  return `${pascalCase(module)}Module`;
}
