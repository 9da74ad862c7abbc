import { describe, expect, it } from "vitest";
import type { NewApiKey } from "../api-keys.ts";
import type { KillSwitchRecord } from "../kill-switches.ts";
import type { SessionRecord } from "../sessions.ts";
import type { OpenedStore } from "./opened-store.ts";

export function accessSuite({ store, reopen }: OpenedStore): void {
  describe("an API key", () => {
    const key: NewApiKey = {
      key_id: "key_1",
      secret_hash: "sha256:secret",
      name: "nightly import",
      caller: "service:import",
      roles: ["user", "admin"],
      created_by: "root",
      created_at: 1,
      expires_at: 100,
    };
    const { secret_hash: _, ...shown } = key;
    const insert = (...keys: NewApiKey[]): Promise<void> =>
      store().transact((transaction) => {
        for (const one of keys) transaction.insertApiKey(one);
      });

    it("is found by its identifier and by the hash of its secret, and never shows the hash", async () => {
      await insert(key);
      await reopen();
      expect(store().apiKey("key_1")).toEqual(shown);
      expect(store().apiKeyOfSecret("sha256:secret")).toEqual(shown);
      expect(store().apiKeys({ limit: 10 })).toEqual({ items: [shown] });
      expect(store().apiKey("key_2")).toBeUndefined();
      expect(store().apiKeyOfSecret("sha256:other")).toBeUndefined();
    });

    it("is refused with an identifier or a secret that another one has", async () => {
      await insert(key);
      await expect(insert({ ...key, secret_hash: "sha256:other" })).rejects.toMatchObject({ code: "TAKEN" });
      await expect(insert({ ...key, key_id: "key_2" })).rejects.toMatchObject({ code: "TAKEN" });
    });

    it("is revoked once, and says by whom, when and why", async () => {
      await insert(key, { ...key, key_id: "key_2", secret_hash: "sha256:other" });
      const revoke = (by: string, at: number, reason?: string): Promise<boolean> =>
        store().transact((transaction) => transaction.revokeApiKey("key_1", by, at, reason));
      expect(await Promise.all([revoke("root", 5, "It leaked."), revoke("eve", 6, "Again.")])).toEqual([true, false]);
      const revoked = { revoked_by: "root", revoked_at: 5, revoke_reason: "It leaked." };
      await reopen();
      expect(store().apiKeyOfSecret("sha256:secret")).toEqual({ ...shown, ...revoked });
      await store().transact((transaction) => transaction.revokeApiKey("key_2", "root", 5));
      expect(store().apiKey("key_2")).not.toHaveProperty("revoke_reason");
      expect(await store().transact((transaction) => transaction.revokeApiKey("key_x", "root", 5))).toBe(false);
    });

    it("is listed with all others, the latest first, page by page", async () => {
      await insert(
        ...[1, 2, 3].map((number) => ({ ...key, key_id: `key_${number}`, secret_hash: `sha256:${number}` })),
      );
      const first = store().apiKeys({ limit: 2 });
      const second = store().apiKeys({ limit: 2, cursor: first.next_cursor! });
      expect([first, second].map(({ items }) => items.map((one) => one.key_id))).toEqual([
        ["key_3", "key_2"],
        ["key_1"],
      ]);
      expect(second).not.toHaveProperty("next_cursor");
    });
  });

  describe("a session", () => {
    const session: SessionRecord = {
      session_id: "ses-1",
      caller: "ann",
      purpose: "Sort the pictures.",
      attributes: { region: "eu", floor: 3, night: true },
      started_at: 1,
    };
    const insert = (...sessions: SessionRecord[]): Promise<void> =>
      store().transact((transaction) => {
        for (const one of sessions) transaction.insertSession(one);
      });

    it("is opened once and closed once", async () => {
      await insert(session);
      await expect(insert({ ...session, caller: "bob" })).rejects.toMatchObject({ code: "TAKEN" });
      await reopen();
      expect(store().session("ses-1")).toEqual(session);
      const close = (at: number, reason?: string): Promise<boolean> =>
        store().transact((transaction) => transaction.closeSession("ses-1", at, reason));
      expect(await Promise.all([close(5, "Sorted."), close(6)])).toEqual([true, false]);
      expect(store().session("ses-1")).toEqual({ ...session, closed_at: 5, reason: "Sorted." });
      expect(await store().transact((transaction) => transaction.closeSession("ses-x", 5))).toBe(false);
    });

    it("is forgotten when it was closed long ago; an open one stays, however old", async () => {
      await insert(
        { ...session, session_id: "ses-1", closed_at: 10 },
        { ...session, session_id: "ses-2" },
        { ...session, session_id: "ses-3", closed_at: 5 },
        { ...session, session_id: "ses-4", closed_at: 20 },
      );
      const prune = (): Promise<number> =>
        store().transact((transaction) => transaction.pruneSessions({ olderThan: 20, batch: 1 }));
      expect([await prune(), await prune(), await prune()]).toEqual([1, 1, 0]);
      expect([1, 2, 3, 4].filter((number) => store().session(`ses-${number}`) !== undefined)).toEqual([2, 4]);
    });
  });

  describe("a kill switch", () => {
    it("is one for each combination of what it stops, keeps what it was set to last, and says what it was before", async () => {
      const global: KillSwitchRecord = {
        scope: "global",
        active: true,
        abort_running: true,
        set_by: "root",
        set_at: 1,
      };
      const module: KillSwitchRecord = { scope: "module", module_id: "http", active: true, set_by: "root", set_at: 2 };
      const capability: KillSwitchRecord = { ...module, capability: "fetch", reason: "It leaks." };
      const session: KillSwitchRecord = {
        scope: "session",
        session_id: "http",
        active: true,
        set_by: "root",
        set_at: 2,
      };
      const put = (killSwitch: KillSwitchRecord): Promise<KillSwitchRecord | undefined> =>
        store().transact((transaction) => transaction.putKillSwitch(killSwitch));
      expect(store().killSwitches()).toEqual([]);
      expect(await Promise.all([global, module, capability, session].map(put))).toEqual(Array(4).fill(undefined));
      const off = { ...module, active: false, set_by: "ann", set_at: 9 };
      expect(await put(off)).toEqual(module);
      await reopen();
      expect(new Set(store().killSwitches())).toEqual(new Set([global, off, capability, session]));
    });
  });
}
