import type { DatabaseSync } from "node:sqlite";
import { createLogger } from "@oap/telemetry";
import { expect, it, vi } from "vitest";
import { envelope, loopbackServer, post, textStatistics } from "./testing/loopback-server.ts";

const opened = vi.hoisted((): { database?: DatabaseSync } => ({}));
vi.mock("node:sqlite", async (original) => {
  const sqlite = await original<typeof import("node:sqlite")>();
  class Watched extends sqlite.DatabaseSync {
    constructor(...parameters: ConstructorParameters<typeof DatabaseSync>) {
      super(...parameters);
      opened.database = this;
    }
  }
  return { ...sqlite, DatabaseSync: Watched };
});

/** SQLite's own limit of pages fails as a full disk does, with SQLITE_FULL. */
function leaveRoomFor(pages: number): void {
  const { page_count } = opened.database!.prepare("PRAGMA page_count").get() as { page_count: number };
  opened.database!.exec(`PRAGMA max_page_count = ${page_count + pages}`);
}

it("a control plane whose disk is full asks to come again, keeps nothing, and does it once there is room", async () => {
  const lines: string[] = [];
  const logger = createLogger({ level: "error", destination: { write: (line) => void lines.push(line) } });
  const { url } = await loopbackServer({ logger });
  // More than fits on the pages that there are.
  const text = "word ".repeat(20_000);
  const invoke = envelope("exec.invoke", { target: textStatistics, input: { text } });
  const question = { reason: "May I?", required_role: "admin", proposed_action: "image.delete", payload: { text } };
  const ask = envelope("hitl.request", question, { id: "req-2" });
  const entries = async () => (await post(`${url}/orchestrate`, envelope("provenance.ledger.query", {}))).body.result;
  const before = (await entries()).items.length;

  leaveRoomFor(0);
  for (const request of [invoke, invoke, ask]) {
    const refused = await post(`${url}/orchestrate`, request);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(refused.body.error).toMatchObject({
      code: "OVERLOADED",
      retryable: true,
      message: expect.stringMatching(/nothing of this exchange was kept. Send it again later; the same id will do/),
    });
    expect(JSON.stringify(refused.body)).not.toMatch(/sqlite|disk|journal|\/tmp/i);
    expect(lines.pop()).toMatch(/could not be written.*database or disk is full/);
  }

  leaveRoomFor(10_000);
  expect((await entries()).items.length).toBe(before + 1);
  const first = await post(`${url}/orchestrate`, invoke);
  expect(first).toMatchObject({ status: 200, body: { result: { state: "COMPLETED", output: { words: 20_000 } } } });
  expect(await post(`${url}/orchestrate`, invoke)).toMatchObject({ status: 200, body: { result: first.body.result } });
  expect(await post(`${url}/orchestrate`, ask)).toMatchObject({ status: 200 });
});
