import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { defineCapability, defineChapter, defineRegistry, registry, source } from "@oap/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../build-model.ts";
import { checkTypescript } from "../check-typescript.ts";
import { emitters } from "../emitters.ts";
import type { GeneratedFile } from "../generated-file.ts";
import { parcelChapter, parcelRegistry } from "../parcel-registry.ts";

/** What invoking a capability needs of the protocol: three chapters, and of their operations only that one. */
const borrowed = registry.chapters
  .filter(({ name }) => ["common", "governance", "execution"].includes(name))
  .map((chapter) => ({
    ...chapter,
    specs: chapter.specs.filter((spec) => !("io" in spec) || spec.meta.key === "exec.invoke"),
  }));

/** The team's own chapter, with a capability beside what it has for the other tests. */
const typesOfParcels = new Map(
  parcelChapter.specs.flatMap((spec) => (spec.kind === "type" ? [[spec.name, spec]] : [])),
);
const registryOfTheTeam = defineRegistry({
  ...parcelRegistry,
  headers: { request: registry.headers.request, response: registry.headers.request },
  chapters: [
    ...borrowed,
    defineChapter({
      ...parcelChapter,
      specs: [
        ...parcelChapter.specs,
        defineCapability({
          module: "depot",
          name: "locate",
          version: "1.0.0",
          type: "lookup",
          title: "Locate a parcel",
          description: "Looks in the depot for a parcel.",
          stability: "stable",
          since: "1.0.0",
          source: source("Parcel service", "2"),
          input: typesOfParcels.get("ParcelTrackParams")!,
          output: typesOfParcels.get("ParcelTrackResult")!,
          risk: "LOW",
          idempotent: true,
          defaults: { timeoutMs: 1000, concurrency: 4 },
          pii: [],
        }),
      ],
    }),
  ],
});

/** How the team's code uses what was generated for it. It is compiled, and then it is run. */
const teamCode = `
import { type Answer, createClient, dispatch, type Handlers, isOperationKey, operations, ParcelsError, type Transport, type TransportRequest } from "./index.ts";
import type { CapabilityModules } from "./capabilities.ts";
import { validators } from "./validators.js";

const depot: CapabilityModules<{ depot: string }>["depot"] = {
  locate: ({ parcel }, context) => ({
    parcel,
    events: [{ kind: "scanned", at: "2026-03-01T09:30:00.000Z", depot: context.depot }],
  }),
};

const handlers: Handlers<{ depot: string }> = {
  "parcel.track": (params, context) => depot.locate(params, context),
  "exec.invoke": async ({ target, input }, context) => {
    if (target.module_id !== "depot") throw new ParcelsError("MODULE_NOT_FOUND", { details: { module_id: target.module_id } });
    const output = await depot.locate(input as { parcel: string }, context);
    return { invocation_id: "inv_1", state: "COMPLETED", output: { ...output } as never };
  },
};

export const sent: TransportRequest[] = [];
let made = 0;

/** A control plane within the process: the generated validators and the generated stub. */
export const transport: Transport = {
  newId: () => \`req-\${++made}\`,
  async send(request): Promise<Answer> {
    sent.push(request);
    const { envelope } = request;
    const base = { jsonrpc: "2.0", id: envelope.id, envelope_type: envelope.envelope_type };
    try {
      const key = envelope.envelope_type;
      if (!isOperationKey(key)) throw new ParcelsError("UNKNOWN_ENVELOPE_TYPE");
      const issues = validators[operations[key].requestType](envelope);
      if (issues.length > 0) throw new ParcelsError("INVALID_PARAMS", { details: { issues: issues.map((issue) => ({ ...issue })) } });
      const result = await dispatch(handlers, key, envelope.params as never, { depot: "north" });
      return { status: 200, headers: { "orch-id": envelope.id }, envelope: { ...base, result, later: "kept" } };
    } catch (error) {
      if (!(error instanceof ParcelsError)) throw error;
      return { status: error.httpStatus ?? 500, headers: {}, envelope: { ...base, error: { ...error.toOrchError(), risk: "LOW" } } };
    }
  },
};

const client = createClient(transport);

export async function track(): Promise<string> {
  const { events } = await client.parcel.track({ parcel: "P00012345" });
  const [first] = events;
  return first?.kind === "scanned" ? first.depot : "nowhere";
}

export const trackWithResponse = () =>
  client.parcel.track({ parcel: "P00012345" }, { id: "mine", sessionId: "ses-1", traceId: "4bf92f3577b34da6a3ce929d0e0e4736", meta: { channel: "test" } }).withResponse();

export async function locate(): Promise<string | undefined> {
  const { output } = await client.module("depot").locate({ parcel: "P00012345" }, { timeout_ms: 500, version: "1.0.0" });
  return output?.parcel;
}

interface Elsewhere { find: { input: { what: string }; output: { where: string } } }
export const elsewhere = () => client.module<Elsewhere>("elsewhere").find({ what: "a parcel" });
export const generic = () => client.exec.invoke<{ parcel: string }, { parcel: string }>({ target: { module_id: "depot", capability: "locate" }, input: { parcel: "P00012345" } });
export const wrong = () => client.call("parcel.track", { parcel: "12345" });
class OtherError extends Error { readonly code = "DEADLINE_EXCEEDED"; readonly retryable = true; readonly httpStatus = 504; }
const failing = (thrown: unknown) => createClient({ ...transport, send: () => { throw thrown; } });
export const otherClass = () => failing(new OtherError("Too late.")).parcel.track({ parcel: "P00012345" });
export const mistake = () => failing(new TypeError("A mistake.")).parcel.track({ parcel: "P00012345" });
export const awaitedModule = async () => (await client.module("depot")) !== undefined;

// @ts-expect-error the capability takes another input
export const wrongInput = () => client.module("depot").locate({ image: "…" });
// @ts-expect-error no such capability
export const wrongName = () => client.module("depot").lose({ parcel: "P00012345" });
// @ts-expect-error no such operation
export const wrongOperation = () => client.parcel.lose({ parcel: "P00012345" });
// @ts-expect-error a parameter is missing
export const missing = () => client.parcel.track({});
`;

interface TeamCode {
  readonly sent: readonly { readonly envelope: Record<string, unknown>; readonly headers: Record<string, string> }[];
  track(): Promise<string>;
  trackWithResponse(): Promise<{
    result: unknown;
    status: number;
    headers: unknown;
    envelope: Record<string, unknown>;
  }>;
  locate(): Promise<string | undefined>;
  elsewhere(): PromiseLike<unknown>;
  generic(): PromiseLike<{ output?: unknown }>;
  wrong(): PromiseLike<unknown>;
  otherClass(): PromiseLike<unknown>;
  mistake(): PromiseLike<unknown>;
  awaitedModule(): Promise<boolean>;
}

describe("the client of a team's own registry", () => {
  let folder: string;
  let files: readonly GeneratedFile[];
  let team: TeamCode;

  beforeAll(async () => {
    const model = buildModel(registryOfTheTeam);
    const typescriptEmitters = emitters.filter(({ name }) => name.startsWith("emitTypescript"));
    files = (await Promise.all(typescriptEmitters.map((emitter) => emitter(model)))).flat();
    folder = await mkdtemp(join(tmpdir(), "generated-client-"));
    for (const { path, content } of [...files, { path: "typescript/src/team.ts", content: teamCode }]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    team = (await import(pathToFileURL(join(folder, "typescript/src/team.ts")).href)) as TeamCode;
  });
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it("compiles with the code that uses it, and with each mistake refused", () => {
    const all = new Map(files.map(({ path, content }) => [`/${path}`, content]));
    all.set("/typescript/src/team.ts", teamCode);
    expect(checkTypescript({ files: all, roots: ["/typescript/src/team.ts"] })).toEqual([]);
  });

  it("calls an operation and resolves with its result", async () => {
    expect(await team.track()).toBe("north");
  });

  it("sends the envelope of the protocol, and headers that repeat it", async () => {
    await team.trackWithResponse();
    expect(team.sent.at(-1)).toEqual({
      envelope: {
        jsonrpc: "2.0",
        id: "mine",
        envelope_type: "parcel.track",
        params: { parcel: "P00012345" },
        _meta: { channel: "test", session_id: "ses-1", trace_id: "4bf92f3577b34da6a3ce929d0e0e4736" },
      },
      headers: {
        "Orch-Id": "mine",
        "Orch-Session-Id": "ses-1",
        "Orch-Trace-Id": "4bf92f3577b34da6a3ce929d0e0e4736",
      },
    });
  });

  it("keeps members that it does not know, and gives headers and status", async () => {
    const { result, status, headers, envelope } = await team.trackWithResponse();
    expect({ status, headers, later: envelope.later }).toEqual({
      status: 200,
      headers: { "orch-id": "mine" },
      later: "kept",
    });
    expect(envelope.result).toBe(result);
  });

  it("invokes a capability by its module and name", async () => {
    expect(await team.locate()).toBe("P00012345");
    expect(team.sent.at(-1)?.envelope.params).toEqual({
      target: { module_id: "depot", capability: "locate", version: "1.0.0" },
      input: { parcel: "P00012345" },
      mode: "SYNC",
      timeout_ms: 500,
    });
    expect((await team.generic()).output).toMatchObject({ parcel: "P00012345" });
  });

  it("may hand a module through a promise", async () => {
    expect(await team.awaitedModule()).toBe(true);
  });

  it("rejects with the one error class, and keeps what the error says", async () => {
    await expect(team.elsewhere()).rejects.toMatchObject({
      name: "ParcelsError",
      code: "MODULE_NOT_FOUND",
      httpStatus: 404,
      retryable: false,
      details: { module_id: "elsewhere" },
      governance: { risk: "LOW" },
      envelope: { envelope_type: "exec.invoke" },
    });
  });

  it("turns what a shared transport throws into the one error class, and leaves mistakes alone", async () => {
    await expect(team.otherClass()).rejects.toMatchObject({
      name: "ParcelsError",
      code: "DEADLINE_EXCEEDED",
      message: "Too late.",
      retryable: true,
      httpStatus: 504,
      cause: { message: "Too late." },
    });
    await expect(team.mistake()).rejects.toBeInstanceOf(TypeError);
  });

  it("brings the issues of the generated validators", async () => {
    await expect(team.wrong()).rejects.toMatchObject({
      code: "INVALID_PARAMS",
      details: { issues: [{ pointer: "/params/parcel", keyword: "pattern", expected: "^P[0-9]{8}$" }] },
    });
  });
});
