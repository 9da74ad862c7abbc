import { deprecationOf } from "@oap/contracts";
import { embedDefinitions } from "../embed-definitions.ts";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model, PublishedCapability } from "../model.ts";
import { moduleInterface } from "../package-exports.ts";
import { docsComment, docsText } from "./typescript-docs.ts";
import { literal, memberName, typescriptSource } from "./typescript-source.ts";

/** `capabilities.ts`: what modules can do, as descriptors and as the interfaces that plugins implement. */
export async function emitTypescriptCapabilities(model: Model): Promise<readonly GeneratedFile[]> {
  const modules = [...new Set(model.capabilities.map(({ spec }) => spec.module))].map(
    (module) => [module, model.capabilities.filter(({ spec }) => spec.module === module)] as const,
  );
  const names = [...new Set(model.capabilities.flatMap(({ input, output }) => [input.name, output.name]))];
  const described = model.typesByName.has("CapabilityDescriptor");
  const imports = [described ? "CapabilityDescriptor" : "JsonObject", ...names];
  const body = `import type { ${[...new Set(imports)].join(", ")} } from "./types.ts";

/** What each capability takes and returns, by module and name. */
export interface CapabilityTypes {
${modules.map(([module, capabilities]) => member(module, capabilities.map(types).join("\n"))).join("\n")}
}

${modules.map(([module, capabilities]) => interfaceOf(module, capabilities)).join("\n\n")}

/** The interface of each module. \`TContext\` is what whoever runs a capability hands to it beside the input. */
export interface CapabilityModules<TContext> {
${modules.map(([module]) => `${memberName(module)}: ${moduleInterface(module)}<TContext>;`).join("\n")}
}

/** A descriptor as \`control.capability.register\` takes it, with its module; both schemas are self-contained JSON Schema 2020-12. */
export type DescribedCapability = ${
    described
      ? `CapabilityDescriptor & { module_id: string; timeout_ms: number; concurrency: number }`
      : `{ module_id: string; name: string; version: string; type: string; description: string; input: JsonObject; output: JsonObject; risk: string; idempotent: boolean; timeout_ms: number; concurrency: number; deprecated?: boolean }`
  };

/** The descriptor of each capability, by module and name. */
export const capabilities: {
  readonly [TModule in keyof CapabilityTypes]: { readonly [TName in keyof CapabilityTypes[TModule]]: DescribedCapability };
} = {
${modules.map(([module, list]) => `${memberName(module)}: {${list.map((capability) => descriptor(capability, model)).join("\n")}},`).join("\n")}
};

/** JSON Pointers below \`/input\` and \`/output\` of what holds personal data, by \`<module>.<capability>\`. */
export const capabilityPii: Readonly<Record<string, readonly string[]>> = ${literal(piiOf(model))};
`;
  return [await typescriptSource(model, "capabilities.ts", body)];
}

function piiOf({ capabilities }: Model): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(capabilities.map(({ key, spec }) => [key, spec.pii]));
}

function member(name: string, members: string): string {
  return `${memberName(name)}: {\n${members}\n};`;
}

function types({ spec, input, output }: PublishedCapability): string {
  return `${docsComment(docsText(spec))}${memberName(spec.name)}: { input: ${input.name}; output: ${output.name} };`;
}

function interfaceOf(module: string, capabilities: readonly PublishedCapability[]): string {
  const methods = capabilities.map(
    ({ spec, input, output }) =>
      `${docsComment(docsText(spec))}${memberName(spec.name)}(input: ${input.name}, context: TContext): ${output.name} | Promise<${output.name}>;`,
  );
  return `${docsComment(`What a plugin for the module \`${module}\` implements.`)}export interface ${moduleInterface(module)}<TContext> {
${methods.join("\n")}
}`;
}

function descriptor({ spec, input, output }: PublishedCapability, model: Model): string {
  const { module, name, version, type, description, risk, idempotent, defaults } = spec;
  const value = {
    name,
    version,
    type,
    description,
    input: embedDefinitions(input, model),
    output: embedDefinitions(output, model),
    risk,
    idempotent,
    timeout_ms: defaults.timeoutMs,
    concurrency: defaults.concurrency,
    ...(deprecationOf(spec) === undefined ? {} : { deprecated: true }),
    module_id: module,
  };
  return `${memberName(name)}: ${literal(value)},`;
}
