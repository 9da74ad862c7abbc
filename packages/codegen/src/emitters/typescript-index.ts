import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { classStem, pascalCase, typescriptSource } from "./typescript-source.ts";

/** `index.ts`: everything but the validators, which are large, and the OpenAPI types, whose names are not ours. */
export async function emitTypescriptIndex(model: Model): Promise<readonly GeneratedFile[]> {
  const stem = classStem(model);
  const moduleInterfaces = new Set(model.capabilities.map(({ spec }) => `type ${pascalCase(spec.module)}Module`));
  const modulesCallable =
    model.operations.some(({ key }) => key === "exec.invoke") && model.typesByName.has("ExecInvokeResultSync");
  const tables = model.tables.map(({ spec }) => spec.name);
  const entries: readonly (readonly [string, readonly string[]])[] = [
    ["bounds", ["bounds"]],
    [
      "capabilities",
      [
        "capabilities",
        "type CapabilityModules",
        "type CapabilityTypes",
        "type DescribedCapability",
        ...moduleInterfaces,
      ],
    ],
    [
      "client",
      [
        "type Call",
        "type CallOptions",
        "type CallResponse",
        "createClient",
        ...(modulesCallable ? ["type InvokeOptions", "type ModuleClient", "type ModuleTypes"] : []),
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
  refuseCollisions(model, entries);
  const lines = entries.map(([module, names]) => `export { ${names.join(", ")} } from "./${module}.ts";`);
  return [await typescriptSource(model, "index.ts", `${lines.join("\n")}\nexport type * from "./types.ts";\n`)];
}

/** A contract's name that the package needs for itself would silently hide one of the two. */
function refuseCollisions(model: Model, entries: readonly (readonly [string, readonly string[]])[]): void {
  const taken = new Map(model.types.map(({ name }) => [name, "a type"]));
  for (const [module, names] of entries) {
    for (const name of names.map((entry) => entry.replace(/^type /, ""))) {
      const other = taken.get(name);
      if (other !== undefined)
        throw new Error(
          `The name ${name} is ${other} of the contracts and an export of ${module}.ts: rename the contract's.`,
        );
      taken.set(name, `an export of ${module}.ts and so no name`);
    }
  }
}
