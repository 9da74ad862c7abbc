import { join } from "node:path";
import {
  EventStream,
  ExecutionService,
  type RecoveredRun,
  Retention,
  type RetentionLimits,
  systemClock,
  uuidIds,
} from "@oap/engine";
import { isKilled } from "@oap/governance";
import type { RateLimit } from "@oap/identity";
import { builtinPlugins, type ModuleCredential, type Plugin, PluginRegistry, PluginService } from "@oap/plugins";
import { capabilityPii } from "@oap/protocol/capabilities";
import type { PolicyReloadResult } from "@oap/protocol/types";
import { createLogger, createTelemetry } from "@oap/telemetry";
import type { Logger } from "pino";
import { CapabilityService } from "./capability-service.ts";
import { Gateway } from "./gateway.ts";
import { createHandlers } from "./handlers.ts";
import { createHttpServer } from "./http-server.ts";
import { KillSwitchService } from "./kill-switch-service.ts";
import { listen, stopListening } from "./listen.ts";
import { type IdentityOptions, openIdentity } from "./open-identity.ts";
import { openRemoteModules } from "./open-remote-modules.ts";
import { openSigningKey } from "./open-signing-key.ts";
import { closeStore, openStore } from "./open-store.ts";
import { defaultPolicies } from "./policy-folder.ts";
import { PolicyService } from "./policy-service.ts";
import { reachOf } from "./reach.ts";
import { readDocuments } from "./read-documents.ts";
import { version } from "./version.ts";
import { watchedGovernance } from "./watched-governance.ts";
import { watcherOf } from "./watcher.ts";

export interface ControlPlaneOptions {
  /** Folder of the embedded store; made where it is missing. */
  readonly dataDir: string;
  /** A name or an address of this machine; beyond loopback only where identities are required. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 7400; 0 lets the system choose. */
  readonly port?: number;
  /** How callers are known. Default: development, which is for loopback alone. */
  readonly identity?: IdentityOptions;
  /** How many exchanges pass. Default: `rateLimitsDefault` of the identity package; an empty list limits nothing. */
  readonly limits?: readonly RateLimit[];
  /** Names beside `host` and loopback under which it is reached, without ports; only where identities are required. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Folder of the policies. Default: those of the governance package. */
  readonly policies?: string;
  /** Origins that the built-in `http` module may fetch from, such as `https://api.example.org`. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Origins at which remote modules may be registered. Default: none. */
  readonly allowedModuleOrigins?: readonly string[];
  /** Of these origins, those whose names may lead to private addresses. Default: none. */
  readonly privateOrigins?: readonly string[];
  /** What remote modules are shown, by origin. */
  readonly moduleCredentials?: Readonly<Record<string, ModuleCredential>>;
  /** Plugins beside the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /**
   * File of the key that signs the ledger, PKCS #8 PEM, made where it is missing, with its public key beside it as `.pub`.
   * Default: `ledger-key.pem` in the data folder; kept elsewhere, it is out of reach of those who can write the store.
   */
  readonly signingKey?: string;
  /** How long and how much of what has ended is kept. Default: `retentionLimits` of the engine. */
  readonly retention?: Partial<RetentionLimits>;
  /** Default: no logs. */
  readonly logger?: Logger;
}

export interface ControlPlane {
  /** Where it listens, such as `http://127.0.0.1:7400`. */
  readonly url: string;
  /** The runs that an earlier process left open and that go on now. */
  readonly recovered: readonly RecoveredRun[];
  /** The policies that hold now. */
  readonly policies: { readonly name: string; readonly policy_binding_id: string };
  /** Reads the policies again; broken ones replace nothing. It never rejects on their account. */
  reloadPolicies(): Promise<PolicyReloadResult>;
  /** Takes no more work, answers what it can, and leaves the rest on disk for the next start. */
  close(): Promise<void>;
}

/** The identifier under which the control plane itself answers. */
const moduleId = "control-plane";

/**
 * The composition root: opens the store, reads the policies, registers the plugins, listens, and takes up the work that was left.
 * @throws StartError when the host, the port, the data folder, the policies or the identity's options cannot be used
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const {
    dataDir,
    port = 7400,
    identity = { mode: "development" },
    logger = createLogger({ level: "silent" }),
  } = options;
  const { host = "127.0.0.1", allowedHosts = [] } = options;
  const reach = reachOf({ host, identity, allowedHosts });
  const clock = systemClock();
  const ids = uuidIds(clock);
  const registry = new PluginRegistry({ remote: openRemoteModules(options, clock) });
  const telemetry = createTelemetry({ version, isCapability: (target) => registry.resolve(target).ok });
  const store = openStore(dataDir, (committed) => telemetry.storeCommitted(committed));
  const opened: (() => unknown)[] = [() => closeStore(store, logger)];
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const { allowedOrigins = [], privateOrigins = [] } = options;
    for (const plugin of builtinPlugins({ allowedOrigins, privateOrigins })) registry.register(plugin);
    for (const plugin of options.plugins ?? []) registry.register(plugin);
    const capabilities = new CapabilityService({
      registry,
      store,
      now: clock.now,
      policies: () => policies,
      onRefused: (error, module_id) => logger.warn({ err: error, module_id }, "a registration could not be taken up"),
    });
    const callers = openIdentity(identity, {
      store,
      ids,
      now: clock.now,
      limits: options.limits,
      onLimited: (scope) => telemetry.rateLimited(scope),
    });
    const killSwitches = new KillSwitchService({ store, now: clock.now });
    const policies = await PolicyService.open({
      folder: options.policies ?? defaultPolicies,
      registry,
      onEvaluationFailure: (failures, action) => {
        telemetry.policyFailed();
        logger.error({ failures, action }, "policy could not be evaluated");
      },
      onWarnings: (lines) => logger.warn({ lines }, "something looks wrong in the policies"),
      onRefused: (lines) => logger.error({ lines }, "the policies were not reloaded; those before them hold on"),
    });
    opened.push(() => policies.governance.dispose());
    const governance = watchedGovernance(policies.governance, telemetry);
    const plugins = new PluginService(registry, {
      clock,
      isKilled: (target) => isKilled(killSwitches.switches, target) !== undefined,
      // The outcome is in the journal and in every status; the log alone has the traceback.
      onFailure: ({ envelope, ...attempt }) => logger.info({ ...attempt, ...envelope }, "an attempt failed"),
      onLateResult: (late) => {
        telemetry.resultDropped("runner");
        logger.warn(late, "a result came after its attempt was over and was dropped");
      },
      onSlotRefused: () => telemetry.queueRejected("slots"),
      onLog: ({ message, fields, ...attempt }) => logger.info({ ...attempt, fields }, message),
    });
    const log = (message: string, fields: Readonly<Record<string, unknown>>) => logger.warn(fields, message);
    const events = new EventStream({ store, clock, log, telemetry });
    const executions = new ExecutionService({
      store,
      catalog: registry,
      plugins,
      governance,
      killSwitches: () => killSwitches.switches,
      moduleId,
      clock,
      ids,
      log,
      personal: ({ module_id, capability }) => capabilityPii[`${module_id}.${capability}`] ?? ["/input", "/output"],
      signingKey: openSigningKey(options.signingKey ?? join(dataDir, "ledger-key.pem")),
      onJournaled: (invocationId) => events.poke(invocationId),
      telemetry,
    });
    telemetry.watch({
      queueLengths: () => ({ attempts: executions.attemptsWaiting, slots: registry.attemptsWaiting }),
      approvalsOpen: () => store.openApprovalsCount(),
      killSwitchesActive: () => [...killSwitches.switches.active.values()].map(({ scope }) => scope),
      policyCache: () => policies.governance.cacheStatistics,
      ledger: () => ({ entries: store.ledgerEnd(), checkpoint: store.latestLedgerCheckpoint() }),
      eventSubscribers: () => events.readers,
    });

    let ready = false;
    const gateway = new Gateway({
      handlers: createHandlers({ executions, capabilities, policies, killSwitches, ...callers, store, now: clock.now }),
      ...callers,
      governance,
      exchanges: executions.exchanges,
      moduleId,
      isReady: () => ready,
      now: clock.now,
      newId: () => ids.next("req"),
      onInternalError: (error, id) => logger.error({ err: error, orch_id: id }, "an exchange failed"),
      telemetry,
    });
    const { hostNames } = reach;
    const server = createHttpServer({
      gateway,
      logger,
      // After a sync that failed nothing is written any more: then another one is better asked.
      isReady: () => ready && store.synced().then(always, never),
      hostNames,
      events,
      telemetry,
      authorizeWatcher: watcherOf({ ...callers, ownerOf: (invocationId) => store.run(invocationId)?.caller.id }),
      ...(await readDocuments()),
    });
    opened.push(() => stopListening(server));
    const url = await listen(server, reach.host, port);
    const retention = new Retention({ store, clock, log, limits: options.retention ?? {} });
    opened.push(() => retention.close());
    opened.push(() => events.close());
    opened.push(() => executions.close());
    const recovered = await executions.recover();
    ready = true;
    return {
      url,
      recovered,
      get policies() {
        return policies.governance.policySet;
      },
      reloadPolicies: () => policies.reload(),
      close: async () => {
        ready = false;
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const always = () => true;
const never = () => false;
