import { actionName } from "@oap/governance";
import {
  bounds,
  type CapabilityDescriptor,
  type ExecTarget,
  type JsonObject,
  OapError,
  operations,
  type PluginState,
  type RiskLevel,
} from "@oap/protocol";
import semver from "semver";
import { checkDescriptor, sameContent } from "./check-descriptor.ts";
import { checkEndpoint } from "./check-endpoint.ts";
import type { CapabilityRun, PayloadChecks, Plugin } from "./define-plugin.ts";
import type { ExecutionMetrics } from "./execution-metrics.ts";
import {
  emptyModule,
  moduleState,
  type RegisteredCapability,
  type RegisteredModule,
  registeredCapability,
} from "./registered-module.ts";
import { RemoteHealth } from "./remote/remote-health.ts";
import { type RemoteModules, remoteRun } from "./remote/remote-run.ts";
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

/** What to keep of a remote module, so that a later process knows it again. */
export interface ModuleRegistration {
  readonly module_id: string;
  /** All of its capabilities, with the defaults filled in. */
  readonly capabilities: readonly CapabilityDescriptor[];
  readonly endpoint?: string;
}

/** A registration that has been checked and is not in force yet. */
export interface PreparedRegistration {
  /** The whole module as it will be. */
  readonly registration: ModuleRegistration;
  /** The capabilities of this registration, as they will be. */
  readonly registered: readonly CapabilityDescriptor[];
  /**
   * Puts it in force, and answers the capabilities of this registration. Throws a TypeError if another registration of any module
   * has come in between: whoever prepares them does so one after the other.
   */
  commit(): CapabilityDescriptor[];
}

/**
 * Knows every module and capability. It owns the list of modules, their metrics and their health.
 *
 * 1. A capability in it has schemas and constraints that have been checked; a registration is taken whole or not at all.
 * 2. What a version takes and returns, and under which constraints, never changes: another content needs another version.
 * 3. A module is either code in this process or remote, never both.
 * 4. An action's name, by which policy and kill switches know it, names one capability, and no operation of the control plane.
 * 5. A remote module is called only at origins that are allowed.
 */
export class PluginRegistry {
  readonly #modules = new Map<string, RegisteredModule>();
  readonly #remote: RemoteModules | undefined;
  #revision = 0;

  /** Without `remote` no origin is allowed, and modules elsewhere are known but never called. */
  constructor({ remote }: { readonly remote?: RemoteModules | undefined } = {}) {
    this.#remote = remote;
  }

  /** The attempts that wait for a slot of their capability. */
  get attemptsWaiting(): number {
    let waiting = 0;
    for (const { capabilities } of this.#modules.values())
      for (const { slots } of capabilities) waiting += slots.waiting;
    return waiting;
  }

  /** Registers the code of a module; a further plugin of the same module adds to it. Throws INVALID_CAPABILITY or ID_CONFLICT. */
  register(plugin: Plugin): void {
    const offers = Object.values(plugin.capabilities).map(({ contract, run, checks }) => ({
      descriptor: contract,
      run,
      checks,
    }));
    this.#prepare({ moduleId: plugin.module, title: plugin.title, local: true }, offers, "/capabilities").commit();
  }

  /**
   * Checks the capabilities of a module elsewhere, as `control.capability.register` asks for it; the same again is fine. Nothing
   * changes before `commit`, so that the registration can be on disk first. Throws INVALID_CAPABILITY and INVALID_PARAMS with issues whose
   * pointers lead into that request, POLICY_DENIED where the endpoint's origin is not allowed, ID_CONFLICT, or OVERLOADED when it is full.
   */
  prepareRemote({ module_id, capabilities, endpoint }: ModuleRegistration): PreparedRegistration {
    if (endpoint !== undefined) checkEndpoint(endpoint, this.#remote?.origins);
    return this.#prepare(
      { moduleId: module_id, local: false, endpoint },
      remoteOffers(capabilities),
      "/params/capabilities",
    );
  }

  /** Checks and puts in force at once. Throws as `prepareRemote`. */
  registerRemote(
    moduleId: string,
    descriptors: readonly CapabilityDescriptor[],
    endpoint?: string,
  ): CapabilityDescriptor[] {
    return this.prepareRemote({
      module_id: moduleId,
      capabilities: descriptors,
      ...(endpoint !== undefined && { endpoint }),
    }).commit();
  }

  /**
   * Takes up again what an earlier process registered. A module whose origin is not allowed any more stays known, so that plans
   * and questions find it, and is UNAVAILABLE. Otherwise throws as `prepareRemote`.
   */
  restoreRemote({ module_id, capabilities, endpoint }: ModuleRegistration): void {
    this.#prepare(
      { moduleId: module_id, local: false, endpoint },
      remoteOffers(capabilities),
      "/capabilities",
    ).commit();
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

  #prepare(about: About, offers: readonly Offer[], pointer: string): PreparedRegistration {
    const { moduleId, local } = about;
    const module = this.#moduleFor(about);
    const capabilities = new Map(module.capabilities.map((known) => [keyOf(known.descriptor), known]));
    this.#checkOffers(about, offers, pointer);
    const added = offers.map(({ descriptor, run: own, checks }) => {
      const known = capabilities.get(keyOf(descriptor));
      if (known !== undefined && (local || !sameContent(known.descriptor, descriptor))) {
        const version = `${moduleId}.${descriptor.name} ${descriptor.version}`;
        throw new OapError("ID_CONFLICT", {
          message: `${version} is registered already; give another content another version.`,
        });
      }
      const run = local || this.#remote === undefined ? own : remoteRun(module, descriptor, this.#remote);
      const capability = registeredCapability(moduleId, descriptor, run, known, checks);
      capabilities.set(keyOf(descriptor), capability);
      return capability;
    });
    this.#checkRoom(moduleId, capabilities.size, capabilities.size - module.capabilities.length);
    const sorted = [...capabilities.values()].sort(byNameAndVersion);
    const endpoint = about.endpoint ?? module.endpoint;
    const revision = this.#revision;
    const place = about.endpoint === undefined ? {} : this.#placeAt(about.endpoint);
    const state = moduleState({ ...module, ...place, capabilities: sorted });
    const registered = added.map(({ descriptor }) => ({ ...descriptor, state }));
    return {
      registered,
      registration: {
        module_id: moduleId,
        capabilities: sorted.map(({ descriptor }) => descriptor),
        ...(endpoint !== undefined && { endpoint }),
      },
      commit: () => {
        if (revision !== this.#revision) throw new TypeError("A registration came between the check and the commit.");
        this.#revision++;
        Object.assign(module, place, { capabilities: sorted });
        for (const { slots, descriptor } of added) slots.resize(descriptor.concurrency);
        this.#modules.set(moduleId, module);
        return registered;
      },
    };
  }

  #placeAt(endpoint: string): Pick<RegisteredModule, "endpoint" | "isCallable" | "health"> {
    const url = URL.parse(endpoint);
    const isCallable = url !== null && this.#remote?.origins.reach(url) !== undefined;
    return { endpoint, isCallable, health: new RemoteHealth() };
  }

  #checkOffers({ moduleId, local }: About, offers: readonly Offer[], pointer: string): void {
    const names = local ? offers.map(({ descriptor }) => descriptor.name) : offers.map((_, index) => index);
    const issues = offers.flatMap(({ descriptor }, index) => {
      const at = `${pointer}/${names[index]}`;
      const action = actionName({ module_id: moduleId, capability: descriptor.name });
      const isOperation = Object.hasOwn(operations, action);
      const message = `makes the action's name ${action}, which is that of an operation of the control plane`;
      return [
        ...(isOperation ? [{ pointer: `${at}/name`, keyword: "reserved", message }] : []),
        ...checkDescriptor(descriptor, at),
      ];
    });
    if (issues.length > 0) {
      const shown = issues.slice(0, 3).map((issue) => `${issue.pointer} ${issue.message}`);
      throw new OapError("INVALID_CAPABILITY", {
        message: `The descriptors of module ${quote(moduleId)} are wrong: ${shown.join("; ")}.`,
        details: { issues: issues.map((issue) => ({ ...issue })) },
      });
    }
    for (const { descriptor } of offers) this.#checkAction(moduleId, descriptor.name);
  }

  /** `a.b` with `c` and `a` with `b.c` would be one action to policy and to kill switches. */
  #checkAction(moduleId: string, capability: string): void {
    const action = actionName({ module_id: moduleId, capability });
    for (const other of this.#modules.values()) {
      if (other.moduleId === moduleId || !action.startsWith(`${other.moduleId}.`)) continue;
      const taken = action.slice(other.moduleId.length + 1);
      if (!other.capabilities.some(({ descriptor }) => descriptor.name === taken)) continue;
      throw new OapError("ID_CONFLICT", {
        message: `${action} is the action of module ${quote(other.moduleId)} already; choose another name.`,
      });
    }
  }

  #moduleFor({ moduleId, title, local }: About): RegisteredModule {
    const existing = this.#modules.get(moduleId);
    if (existing !== undefined && existing.local !== local) {
      const place = existing.local ? "part of this control plane" : "registered from elsewhere";
      throw new OapError("ID_CONFLICT", {
        message: `Module ${quote(moduleId)} is ${place}; choose another module_id.`,
      });
    }
    return existing ?? emptyModule(moduleId, title ?? moduleId, local);
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
  readonly checks?: PayloadChecks | undefined;
}

function remoteOffers(descriptors: readonly CapabilityDescriptor[]): Offer[] {
  return descriptors.map((descriptor) => ({ descriptor, run: undefined }));
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
