import { describe, expect, it } from "vitest";
import { Sessions } from "./sessions.ts";
import { memoryRecords } from "./testing/memory-records.ts";
import { oapErrorOf } from "./testing/oap-error.ts";

const ada = { id: "user:ada" };
const grace = { id: "user:grace" };
const pictures = {
  session_id: "ses-1",
  caller: "user:ada",
  purpose: "Sort.",
  attributes: { region: "eu", year: 2026 },
};
const invoke = { key: "exec.invoke" } as const;

function desk() {
  const clock = { now: Date.parse("2026-03-01T09:30:00.000Z") };
  const { records } = memoryRecords();
  return { clock, sessions: new Sessions({ records, now: () => clock.now }) };
}

describe("opening", () => {
  it("answers one's own open session again as it is, whatever the order of its attributes", async () => {
    const { clock, sessions } = desk();
    const opened = await sessions.open(pictures, ada);
    expect(opened).toEqual({ session_id: "ses-1", started_at: "2026-03-01T09:30:00.000Z" });
    clock.now += 1000;
    const again = { ...pictures, attributes: { year: 2026, region: "eu" } };
    expect(await sessions.open(again, ada)).toEqual(opened);
  });

  it("opens one session for twins that come at once", async () => {
    const { sessions } = desk();
    const [one, other] = await Promise.all([sessions.open(pictures, ada), sessions.open(pictures, ada)]);
    expect(one).toEqual(other);
  });

  it("refuses to open one in another's name", async () => {
    const error = await oapErrorOf(() => desk().sessions.open(pictures, grace));
    expect(error).toMatchObject({ code: "FORBIDDEN", message: expect.stringMatching(/user:ada.*user:grace/) });
  });

  it.each([
    ["another caller's", { ...pictures, caller: "user:grace" }, grace],
    ["one with another purpose", { ...pictures, purpose: "Delete." }, ada],
    ["one with other attributes", { ...pictures, attributes: { region: "us", year: 2026 } }, ada],
    ["one with attributes where this has none", { session_id: "ses-1", caller: "user:ada", purpose: "Sort." }, ada],
  ])("refuses an identifier that is %s", async (_, params, caller) => {
    const { sessions } = desk();
    await sessions.open(pictures, ada);
    expect((await oapErrorOf(() => sessions.open(params, caller))).code).toBe("ID_CONFLICT");
  });

  it("refuses an identifier whose session is closed", async () => {
    const { sessions } = desk();
    await sessions.open(pictures, ada);
    await sessions.close({ session_id: "ses-1" }, ada);
    expect((await oapErrorOf(() => sessions.open(pictures, ada))).code).toBe("ID_CONFLICT");
  });
});

describe("closing", () => {
  it("answers the first time ever after", async () => {
    const { clock, sessions } = desk();
    await sessions.open(pictures, ada);
    clock.now += 5000;
    const closed = await sessions.close({ session_id: "ses-1", reason: "Sorted." }, ada);
    expect(closed).toEqual({ session_id: "ses-1", closed_at: "2026-03-01T09:30:05.000Z" });
    clock.now += 5000;
    expect(await sessions.close({ session_id: "ses-1" }, ada)).toEqual(closed);
  });

  it.each([
    ["that nobody opened", "ses-2", ada],
    ["of another caller", "ses-1", grace],
  ])("knows no session %s", async (_, session_id, caller) => {
    const { sessions } = desk();
    await sessions.open(pictures, ada);
    expect((await oapErrorOf(() => sessions.close({ session_id }, caller))).code).toBe("SESSION_NOT_FOUND");
    expect(sessions.join("ses-1", ada, invoke)?.closed_at).toBeUndefined();
  });
});

describe("joining", () => {
  it("gives policy the facts of one's own open session", async () => {
    const { sessions } = desk();
    await sessions.open(pictures, ada);
    expect(sessions.join("ses-1", ada, invoke)).toMatchObject({ purpose: "Sort.", attributes: { region: "eu" } });
  });

  it("lets exchanges without a session, or with a name that nobody opened, go their way", () => {
    const { sessions } = desk();
    expect(sessions.join(undefined, ada, invoke)).toBeUndefined();
    expect(sessions.join("ses-1", ada, invoke)).toBeUndefined();
  });

  it("tells another's session from one's own, and from a name that nobody opened", async () => {
    const { sessions } = desk();
    await sessions.open(pictures, ada);
    expect([sessions.isAnothers("ses-1", grace), sessions.isAnothers("ses-1", ada)]).toEqual([true, false]);
    expect(sessions.isAnothers("ses-2", grace)).toBe(false);
    await sessions.close({ session_id: "ses-1" }, ada);
    expect(sessions.isAnothers("ses-1", grace)).toBe(true);
  });

  it("refuses another's session, and a closed one but for exchanges about sessions themselves", async () => {
    const { sessions } = desk();
    await sessions.open(pictures, ada);
    expect((await oapErrorOf(() => sessions.join("ses-1", grace, invoke))).code).toBe("ID_CONFLICT");
    await sessions.close({ session_id: "ses-1" }, ada);
    const error = await oapErrorOf(() => sessions.join("ses-1", ada, invoke));
    expect(error).toMatchObject({ code: "ID_CONFLICT", details: { pointer: "/_meta/session_id" } });
    expect(sessions.join("ses-1", ada, { key: "control.session.close" })).toBeUndefined();
  });
});
