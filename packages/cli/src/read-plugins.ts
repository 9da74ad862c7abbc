import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { builtinPlugins, definePlugin, type Plugin, PluginRegistry } from "@oap/plugins";
import { OapError } from "@oap/protocol/errors";
import { validators } from "@oap/protocol/validators";
import { StartError } from "@oap/server";
import { InvalidArgumentError, Option } from "commander";
import { isJsonObject } from "./read-json-file.ts";

/** What is a path even where nothing is there, and never the name of a package. */
const looksLikePath = /^(\.{0,2}[\\/]|[a-z]:[\\/])/i;

/** `--plugin`, of every command that must know capabilities which are not built in. */
export function pluginOption(description: string): Option {
  return new Option("--plugin <module>", description)
    .env("OAP_PLUGIN")
    .default([], "none")
    .argParser((module, before: readonly string[]) => {
      if (module.trim() === "") throw new InvalidArgumentError("Give the path of a file, or the name of a package.");
      return [...before, module];
    });
}

/**
 * The plugins that modules of JavaScript, or of TypeScript that Node.js can strip, export by default: one each, or a list.
 * A module is a file, or else what `import` finds under that name from the working folder. They are code of the operator's
 * own choice, and run with all that this process may do.
 * @throws StartError where a module cannot be loaded, or does not export what can be registered
 */
export async function readPlugins(modules: readonly string[]): Promise<readonly Plugin[]> {
  const plugins: Plugin[] = [];
  const registry = new PluginRegistry();
  for (const plugin of builtinPlugins({ allowedOrigins: [] })) registry.register(plugin);
  for (const module of modules) {
    for (const exported of await exportedBy(module)) plugins.push(checked(exported, module, registry));
  }
  return plugins;
}

async function exportedBy(module: string): Promise<readonly unknown[]> {
  const isFile = looksLikePath.test(module) || statSync(module, { throwIfNoEntry: false })?.isFile() === true;
  try {
    const { default: exported } = await (isFile ? import(pathToFileURL(module).href) : importFromHere(module));
    return Array.isArray(exported) ? exported : [exported];
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const what = isFile ? `${resolve(module)} cannot be loaded` : `${module} is no file, and no package that loads`;
    throw new StartError(`The plugin ${what}: ${why}`, { cause: error });
  }
}

/** Imports a package as a module of the working folder would, and not as this package's own modules do. */
async function importFromHere(name: string): Promise<{ readonly default?: unknown }> {
  const parentURL = pathToFileURL(join(process.cwd(), "/")).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier,
        specifier === name && context.parentURL === import.meta.url ? { ...context, parentURL } : context,
      ),
  });
  try {
    return await import(name);
  } finally {
    hooks.deregister();
  }
}

/** Registers it for a trial, since a registry says best what is wrong with a capability. */
function checked(exported: unknown, module: string, registry: PluginRegistry): Plugin {
  const refusal = (why: string, cause?: unknown) =>
    new StartError(`The plugin ${module} cannot be used:\n${why}`, { cause });
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
