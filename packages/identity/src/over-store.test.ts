import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "@oap/store";
import { expect, it } from "vitest";
import { ApiKeys, dataFolderOwner } from "./api-keys.ts";
import { Sessions } from "./sessions.ts";
import { oapErrorOf } from "./testing/oap-error.ts";

it("keys and sessions outlive the process that made them, and no secret is in any file", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-identity-"));
  try {
    const now = () => Date.parse("2026-03-01T09:30:00.000Z");
    const open = () => {
      const records = openSqliteStore({ dataDir });
      const ids = { next: (prefix: string) => `${prefix}_${randomBytes(8).toString("hex")}` };
      const apiKeys = new ApiKeys({ records, ids, randomBytes, now });
      return { records, apiKeys, sessions: new Sessions({ records, now }) };
    };
    const before = open();
    const params = { name: "on call", caller: "user:grace", roles: ["user" as const, "admin" as const] };
    const kept = await before.apiKeys.create(params, dataFolderOwner);
    const revoked = await before.apiKeys.create(params, dataFolderOwner);
    await before.apiKeys.revoke({ key_id: revoked.key_id, reason: "It leaked." }, dataFolderOwner);
    const session = { session_id: "ses-1", caller: "user:grace", attributes: { region: "eu" } };
    await before.sessions.open(session, { id: "user:grace" });
    await before.records.close();

    const after = open();
    const identity = after.apiKeys.identify(kept.secret as string);
    expect(identity).toMatchObject({ id: "user:grace", roles: ["user", "admin"], key_id: kept.key_id });
    expect((await oapErrorOf(() => after.apiKeys.identify(revoked.secret as string))).message).toContain("revoked");
    const first = after.apiKeys.list({ limit: 1 });
    const second = after.apiKeys.list({ limit: 1, cursor: first.next_cursor as string });
    expect([...first.items, ...second.items].map(({ key_id }) => key_id)).toEqual([revoked.key_id, kept.key_id]);
    expect(first.items[0]).toMatchObject({ revoked_by: dataFolderOwner.id, revoke_reason: "It leaked." });
    expect((await oapErrorOf(() => after.apiKeys.list({ cursor: "elsewhere" }))).code).toBe("INVALID_PARAMS");
    expect(after.sessions.join("ses-1", identity, { key: "exec.invoke" })).toMatchObject(session);
    await after.sessions.close({ session_id: "ses-1" }, identity);
    expect((await oapErrorOf(() => after.sessions.open(session, identity))).code).toBe("ID_CONFLICT");
    await after.records.close();

    const random = (kept.secret as string).slice(-49);
    for (const file of await readdir(dataDir)) {
      expect((await readFile(join(dataDir, file))).includes(random), file).toBe(false);
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
