import {
  bounds,
  type CapabilityDescriptor,
  type ExecTarget,
  type JsonObject,
  OapError,
  type PluginState,
  type RiskLevel,
} from "@oap/protocol";
import semver from "semver";
import { checkDescriptor, sameContent } from "./check-descriptor.ts";
import type { CapabilityRun, Plugin } from "./define-plugin.ts";
import { type ExecutionMetrics, noExecutions } from "./execution-metrics.ts";
import {
  moduleState,
  type RegisteredCapability,
  type RegisteredModule,
  registeredCapability,
} from "./registered-module.ts";
import { listVersions, resolveVersion } from "./resolve-version.ts";

/** A target with its version chosen, as the plan compiler wants to know it. */
export interface ResolvedCapability {
  readonly module_id: string;
  readonly capability: string;
  readonly version: string;
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly idempotent: boolean;
  readonly timeoutMs: number;
  readonly risk: RiskLevel;
}

export type Resolution =
  | { readonly ok: true; readonly capability: ResolvedCapability }
  | {
      readonly ok: false;
      readonly code: "MODULE_NOT_FOUND" | "CAPABILITY_NOT_FOUND" | "VERSION_NOT_FOUND";
      readonly message: string;
    };

export interface ModuleStatus {
  readonly module_id: string;
  readonly title: string;
  readonly state: PluginState;
  /** Whether its capabilities run in this process. */
  readonly local: boolean;
  readonly endpoint?: string;
  readonly capabilities: readonly CapabilityDescriptor[];
  readonly metrics: ExecutionMetrics;
}

/**
 * Knows every module and capability. It owns the list of modules and their metrics.
 *
 * 1. A capability in it has schemas that have been checked; a registration is taken whole or not at all.
 * 2. What a version takes and returns never changes: another content needs another version.
 * 3. A module is either code in this process or remote, never both.
 */
export class PluginRegistry {
  readonly #modules = new Map<string, RegisteredModule>();

  /** Registers the code of a module; a further plugin of the same module adds to it. Throws INVALID_CAPABILITY or ID_CONFLICT. */
  register(plugin: Plugin): void {
    const offers = Object.values(plugin.capabilities).map(({ contract, run }) => ({ descriptor: contract, run }));
    this.#add({ moduleId: plugin.module, title: plugin.title, local: true }, offers, "/capabilities");
  }

  /**
   * Registers the capabilities of a module elsewhere, as `control.capability.register` asks for it; the same again is fine.
   * Throws INVALID_CAPABILITY with issues whose pointers lead into that request, ID_CONFLICT, or OVERLOADED when it is full.
   */
  registerRemote(
    moduleId: string,
    descriptors: readonly CapabilityDescriptor[],
    endpoint?: string,
  ): CapabilityDescriptor[] {
    const offers = descriptors.map((descriptor) => ({ descriptor, run: undefined }));
    return this.#add({ moduleId, local: false, endpoint }, offers, "/params/capabilities");
  }

  /** Chooses the version of a target, or says what there is instead. */
  resolve(target: ExecTarget): Resolution {
    const module = this.#modules.get(target.module_id);
    if (module === undefined) {
      const known = enumerate([...this.#modules.keys()].sort());
      return notFound("MODULE_NOT_FOUND", `No module ${quote(target.module_id)} is registered. There are: ${known}.`);
    }
    const offers = module.capabilities.filter(({ descriptor }) => descriptor.name === target.capability);
    if (offers.length === 0) {
      const known = enumerate([...new Set(module.capabilities.map(({ descriptor }) => descriptor.name))]);
      const wanted = `Module ${quote(target.module_id)} has no capability ${quote(target.capability)}.`;
      return notFound("CAPABILITY_NOT_FOUND", `${wanted} It has: ${known}.`);
    }
    const versions = offers.map(({ descriptor: { version, deprecated } }) => ({
      version,
      deprecated: deprecated ?? false,
    }));
    const version = resolveVersion(versions, target.version);
    const found = offers.find(({ descriptor }) => descriptor.version === version);
    if (found === undefined) {
      const wanted = target.version === undefined ? "that is not deprecated" : `that fits ${quote(target.version)}`;
      const action = `${target.module_id}.${target.capability}`;
      return notFound("VERSION_NOT_FOUND", `${action} has no version ${wanted}. It has: ${listVersions(versions)}.`);
    }
    return { ok: true, capability: resolved(found) };
  }

  /** The descriptors that fit, with their modules and states, by module, name and falling version. */
  query(
    filter: { readonly module_id?: string; readonly name?: string; readonly type?: string } = {},
  ): CapabilityDescriptor[] {
    return this.modules()
      .flatMap(({ capabilities }) => capabilities)
      .filter(({ module_id }) => filter.module_id === undefined || module_id === filter.module_id)
      .filter(({ name }) => filter.name === undefined || name === filter.name)
      .filter(({ type }) => filter.type === undefined || type === filter.type);
  }

  /** Every module with its state and metrics, sorted by id. */
  modules(): ModuleStatus[] {
    return [...this.#modules.values()].sort((left, right) => (left.moduleId < right.moduleId ? -1 : 1)).map(status);
  }

  /** The module of a target, for ToolRunner to count its runs. */
  module(moduleId: string): RegisteredModule | undefined {
    return this.#modules.get(moduleId);
  }

  /** The capability in exactly that version, for ToolRunner to run it. */
  find(target: Required<ExecTarget>): RegisteredCapability | undefined {
    return this.#modules
      .get(target.module_id)
      ?.capabilities.find(
        ({ descriptor: { name, version } }) => name === target.capability && version === target.version,
      );
  }

  #add(about: About, offers: readonly Offer[], pointer: string): CapabilityDescriptor[] {
    const module = this.#moduleFor(about);
    const capabilities = new Map(module.capabilities.map((known) => [keyOf(known.descriptor), known]));
    const names = about.local ? offers.map(({ descriptor }) => descriptor.name) : offers.map((_, index) => index);
    const issues = offers.flatMap(({ descriptor }, index) => checkDescriptor(descriptor, `${pointer}/${names[index]}`));
    if (issues.length > 0) {
      const shown = issues.slice(0, 3).map((issue) => `${issue.pointer} ${issue.message}`);
      throw new OapError("INVALID_CAPABILITY", {
        message: `The descriptors of module ${quote(about.moduleId)} are wrong: ${shown.join("; ")}.`,
        details: { issues: issues.map((issue) => ({ ...issue })) },
      });
    }
    const added = offers.map(({ descriptor, run }) => {
      const known = capabilities.get(keyOf(descriptor));
      if (known !== undefined && (about.local || !sameContent(known.descriptor, descriptor))) {
        const version = `${about.moduleId}.${descriptor.name} ${descriptor.version}`;
        throw new OapError("ID_CONFLICT", {
          message: `${version} is registered already; give another content another version.`,
        });
      }
      const capability = registeredCapability(about.moduleId, descriptor, run, known);
      capabilities.set(keyOf(descriptor), capability);
      return capability;
    });
    this.#checkRoom(about.moduleId, capabilities.size, capabilities.size - module.capabilities.length);
    module.capabilities = [...capabilities.values()].sort(byNameAndVersion);
    module.endpoint = about.endpoint ?? module.endpoint;
    this.#modules.set(about.moduleId, module);
    return added.map(({ descriptor }) => ({ ...descriptor, state: moduleState(module) }));
  }

  #moduleFor({ moduleId, title, local, endpoint }: About): RegisteredModule {
    const existing = this.#modules.get(moduleId);
    if (existing !== undefined && existing.local !== local) {
      const place = existing.local ? "part of this control plane" : "registered from elsewhere";
      throw new OapError("ID_CONFLICT", {
        message: `Module ${quote(moduleId)} is ${place}; choose another module_id.`,
      });
    }
    return existing ?? { moduleId, title: title ?? moduleId, local, endpoint, capabilities: [], metrics: noExecutions };
  }

  #checkRoom(moduleId: string, inModule: number, added: number): void {
    if (inModule > bounds.moduleCapabilitiesMax) {
      throw new OapError("INVALID_CAPABILITY", {
        message: `A module has at most ${bounds.moduleCapabilitiesMax} capabilities, counting each version; ${quote(moduleId)} would have ${inModule}.`,
      });
    }
    const total = [...this.#modules.values()].reduce((sum, { capabilities }) => sum + capabilities.length, added);
    if (total > bounds.queriedCapabilitiesMax) {
      throw new OapError("OVERLOADED", {
        message: `The registry holds at most ${bounds.queriedCapabilitiesMax} capabilities, and is full.`,
      });
    }
  }
}

interface About {
  readonly moduleId: string;
  readonly title?: string | undefined;
  readonly local: boolean;
  readonly endpoint?: string | undefined;
}

interface Offer {
  readonly descriptor: CapabilityDescriptor;
  readonly run: CapabilityRun | undefined;
}

function resolved({ moduleId, descriptor }: RegisteredCapability): ResolvedCapability {
  const { name, version, input, output, idempotent, timeout_ms, risk } = descriptor;
  return { module_id: moduleId, capability: name, version, input, output, idempotent, timeoutMs: timeout_ms, risk };
}

function status(module: RegisteredModule): ModuleStatus {
  const state = moduleState(module);
  return {
    module_id: module.moduleId,
    title: module.title,
    state,
    local: module.local,
    ...(module.endpoint !== undefined && { endpoint: module.endpoint }),
    capabilities: module.capabilities.map(({ descriptor }) => ({ ...descriptor, state })),
    metrics: module.metrics,
  };
}

function notFound(code: Extract<Resolution, { ok: false }>["code"], message: string): Resolution {
  return { ok: false, code, message };
}

function keyOf({ name, version }: CapabilityDescriptor): string {
  return `${name}@${version}`;
}

function byNameAndVersion(
  { descriptor: left }: RegisteredCapability,
  { descriptor: right }: RegisteredCapability,
): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return semver.rcompare(left.version, right.version);
}

/** Long names are cut, so that a message stays readable whatever was sent. */
function quote(name: string): string {
  return JSON.stringify(name.length > 128 ? `${name.slice(0, 128)}…` : name);
}

function enumerate(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 20).join(", ");
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
