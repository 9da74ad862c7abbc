import { afterEach, describe, expect, it, vi } from "vitest";
import type { ExchangeFacts, ExchangeRecorder } from "./exchanges.ts";
import { ann, type EngineUnderTest, openEngine, repeat } from "./testing/engine-under-test.ts";

/** The disk: unset it works, set it fails every sync. What was committed can be read all the same, as from the system's cache. */
const disk = vi.hoisted(() => ({ fails: false }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const fdatasync: (descriptor: number, done: (error: NodeJS.ErrnoException | null) => void) => void = (fd, done) => {
    if (disk.fails) setImmediate(() => done(new Error("EIO: i/o error, fdatasync")));
    else fs.fdatasync(fd, done);
  };
  return { ...fs, fdatasync };
});

describe("exchanges over a disk whose sync fails", () => {
  let engine: EngineUnderTest;
  afterEach(async () => {
    disk.fails = false;
    await engine.remove();
  });

  const invoke: ExchangeFacts = {
    id: "req-invoke",
    envelope_type: "exec.invoke",
    kind: "command",
    caller: ann,
    params: { target: repeat, input: {} },
  };
  const question = { reason: "May I?", required_role: "admin", proposed_action: "work.once", payload: {} };
  const request: ExchangeFacts = { ...invoke, id: "req-request", envelope_type: "hitl.request", params: question };
  const works = ({ service }: EngineUnderTest) =>
    [
      [
        invoke,
        async (recorder: ExchangeRecorder) =>
          (await service.invoke({ target: repeat, input: {} }, ann, { recorder })) as never,
      ],
      [
        request,
        async (recorder: ExchangeRecorder) => (await service.approvals.request(question, ann, { recorder })) as never,
      ],
    ] as const;

  const unknown = {
    code: "OVERLOADED",
    message: expect.stringContaining("only then it is known whether this exchange was kept"),
    cause: { code: "WRITE_FAILED" },
  };

  it("answer nothing from a record of which nobody knows whether it is on the disk", async () => {
    for (const which of [0, 1]) {
      engine = openEngine(async () => ({}));
      const [facts, work] = works(engine)[which]!;
      disk.fails = true;
      await expect(engine.service.exchanges.perform(facts, work)).rejects.toMatchObject(unknown);
      // It can be read, and so it is found.
      expect(engine.store.exchange(ann.id, facts.id)).toBeDefined();
      await expect(engine.service.exchanges.perform(facts, work)).rejects.toMatchObject(unknown);
      disk.fails = false;
      if (which === 0) await engine.remove();
    }
  });

  it("answer from the record what is on the disk, also to whoever asks in another sync", async () => {
    engine = openEngine(async () => ({}));
    for (const [facts, work] of works(engine)) {
      const first = await engine.service.exchanges.perform(facts, work);
      expect(await engine.service.exchanges.perform(facts, work)).toEqual(first);
    }
  });
});
