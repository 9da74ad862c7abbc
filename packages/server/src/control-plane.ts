import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { ExecutionService, type RecoveredRun, systemClock, uuidIds } from "@oap/engine";
import { developmentAllow } from "@oap/governance";
import { builtinPlugins, type Plugin, PluginRegistry, PluginService } from "@oap/plugins";
import { openSqliteStore, type Store, StoreError } from "@oap/store";
import { type Logger, pino } from "pino";
import { CapabilityService } from "./capability-service.ts";
import { developmentIdentity } from "./exchange.ts";
import { Gateway } from "./gateway.ts";
import { createHandlers } from "./handlers.ts";
import { createHttpServer } from "./http-server.ts";
import { isLoopbackName } from "./loopback.ts";
import { StartError } from "./start-error.ts";

export interface ControlPlaneOptions {
  /** Folder of the embedded store; made where it is missing. */
  readonly dataDir: string;
  /** A loopback name or address. Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 7400; 0 lets the system choose. */
  readonly port?: number;
  /** Origins that the built-in `http` module may fetch from, such as `https://api.example.org`. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Plugins beside the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** Default: no logs. */
  readonly logger?: Logger;
}

export interface ControlPlane {
  /** Where it listens, such as `http://127.0.0.1:7400`. */
  readonly url: string;
  /** The runs that an earlier process left open and that go on now. */
  readonly recovered: readonly RecoveredRun[];
  /** Takes no more work, answers what it can, and leaves the rest on disk for the next start. */
  close(): Promise<void>;
}

/** The identifier under which the control plane itself answers. */
const moduleId = "control-plane";

/**
 * The composition root: opens the store, registers the plugins, listens, and takes up the work that was left.
 * @throws StartError when the host, the port or the data folder cannot be used
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { dataDir, host = "127.0.0.1", port = 7400, logger = pino({ level: "silent" }) } = options;
  if (!isLoopbackName(host)) {
    throw new StartError(
      `The host ${host} is not a loopback address. As long as callers have no identities, listen on 127.0.0.1, ::1 or localhost.`,
    );
  }
  const clock = systemClock();
  const ids = uuidIds(clock);
  const store = openStore(dataDir);
  try {
    const registry = new PluginRegistry();
    for (const plugin of builtinPlugins({ allowedOrigins: options.allowedOrigins ?? [] })) registry.register(plugin);
    for (const plugin of options.plugins ?? []) registry.register(plugin);
    const plugins = new PluginService(registry, {
      clock,
      // The outcome is in the journal and in every status; the log alone has the traceback.
      onFailure: ({ envelope, ...attempt }) => logger.info({ ...attempt, ...envelope }, "an attempt failed"),
      onLateResult: (late) => logger.warn(late, "a result came after its attempt was over and was dropped"),
      onLog: ({ message, fields, ...attempt }) => logger.info({ ...attempt, fields }, message),
    });
    const executions = new ExecutionService({
      store,
      catalog: registry,
      plugins,
      governance: developmentAllow,
      clock,
      ids,
      log: (message, fields) => logger.warn(fields, message),
    });
    const capabilities = new CapabilityService({ registry, store, now: clock.now });

    let ready = false;
    const server = createHttpServer({
      gateway: new Gateway({
        handlers: createHandlers({ executions, capabilities, now: clock.now }),
        authenticate: developmentIdentity,
        moduleId,
        isReady: () => ready,
        now: clock.now,
        newId: () => ids.next("req"),
        onInternalError: (error, id) => logger.error({ err: error, orch_id: id }, "an exchange failed"),
      }),
      logger,
      isReady: () => ready,
      ...(await readDocuments()),
    });
    await listen(server, host, port);
    const recovered = await executions.recover();
    ready = true;
    return {
      url: urlOf(host, server.server.address() as AddressInfo),
      recovered,
      close: async () => {
        ready = false;
        await executions.close();
        await server.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openStore(dataDir: string): Store {
  try {
    return openSqliteStore({ dataDir });
  } catch (error) {
    if (error instanceof StoreError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}

async function listen(server: ReturnType<typeof createHttpServer>, host: string, port: number): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: `The port ${port} on ${host} is in use. Stop what uses it, or choose another with --port.`,
      EACCES: `The port ${port} needs rights that this process does not have. Choose one above 1023 with --port.`,
      EADDRNOTAVAIL: `The address ${host} does not exist on this machine. Try 127.0.0.1.`,
      ENOTFOUND: `The host ${host} has no address. Try 127.0.0.1.`,
    };
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
    await server.close();
    throw reason === undefined ? error : new StartError(reason, { cause: error });
  }
}

function urlOf(host: string, { port }: AddressInfo): string {
  return `http://${host.includes(":") ? `[${host.replace(/[[\]]/g, "")}]` : host}:${port}`;
}

/** The published documents that the server hands out as they are. */
async function readDocuments(): Promise<{ documents: Record<string, string>; openRpc: unknown }> {
  const read = (name: string) => readFile(new URL(import.meta.resolve(`@oap/schemas/${name}`)), "utf8");
  const [openApi, openRpc] = await Promise.all([read("openapi.json"), read("openrpc.json")]);
  return { documents: { "/openapi.json": openApi, "/openrpc.json": openRpc }, openRpc: JSON.parse(openRpc) };
}
