import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { builtinPlugins, definePlugin, type Plugin, PluginRegistry } from "@oap/plugins";
import { OapError } from "@oap/protocol/errors";
import { validators } from "@oap/protocol/validators";
import { StartError } from "@oap/server";
import { InvalidArgumentError, Option } from "commander";
import { isJsonObject } from "./read-json-file.ts";

/** `--plugin`, of every command that must know capabilities which are not built in. */
export function pluginOption(description: string): Option {
  return new Option("--plugin <file>", description)
    .env("OAP_PLUGIN")
    .default([], "none")
    .argParser((file, before: readonly string[]) => {
      if (file.trim() === "") throw new InvalidArgumentError("Give the path of a file.");
      return [...before, file];
    });
}

/**
 * The plugins that modules of JavaScript, or of TypeScript that Node.js can strip, export by default: one each, or a list.
 * They are code of the operator's own choice, and run with all that this process may do.
 * @throws StartError where a module cannot be loaded, or does not export what can be registered
 */
export async function readPlugins(files: readonly string[]): Promise<readonly Plugin[]> {
  const plugins: Plugin[] = [];
  const registry = new PluginRegistry();
  for (const plugin of builtinPlugins({ allowedOrigins: [] })) registry.register(plugin);
  for (const file of files) {
    for (const exported of await exportedBy(file)) plugins.push(checked(exported, file, registry));
  }
  return plugins;
}

async function exportedBy(file: string): Promise<readonly unknown[]> {
  const path = resolve(file);
  try {
    const { default: exported }: { default?: unknown } = await import(pathToFileURL(path).href);
    return Array.isArray(exported) ? exported : [exported];
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new StartError(`The plugin ${path} cannot be loaded: ${why}`, { cause: error });
  }
}

/** Registers it for a trial, since a registry says best what is wrong with a capability. */
function checked(exported: unknown, file: string, registry: PluginRegistry): Plugin {
  const refusal = (why: string, cause?: unknown) =>
    new StartError(`The plugin ${resolve(file)} cannot be used:\n${why}`, { cause });
  if (!isPlugin(exported)) {
    throw refusal(
      "It must export a plugin by default, such as `export default definePlugin({ module, capabilities })`.",
    );
  }
  for (const [name, { contract }] of Object.entries(exported.capabilities)) {
    const issues = validators.CapabilityDescriptor(contract);
    const lines = issues.map(({ pointer, message }) => `/capabilities/${name}/contract${pointer}: ${message}`);
    if (lines.length > 0) throw refusal(lines.join("\n"));
  }
  try {
    const plugin = definePlugin(exported);
    registry.register(plugin);
    return plugin;
  } catch (error) {
    if (error instanceof OapError || error instanceof TypeError) throw refusal(error.message, error);
    throw error;
  }
}

function isPlugin(value: unknown): value is Plugin {
  if (!isJsonObject(value) || typeof value.module !== "string" || !isJsonObject(value.capabilities)) return false;
  return Object.values(value.capabilities).every(
    (capability) =>
      isJsonObject(capability) && isJsonObject(capability.contract) && typeof capability.run === "function",
  );
}
