import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@oap/client";
import { bounds } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { oap, serve, temporaryFolder } from "./testing/oap-process.ts";

const vault = `export default {
  module: "vault",
  capabilities: {
    open: {
      contract: {
        name: "open", version: "1.0.0", type: "test", description: "Opens the vault.", risk: "HIGH", idempotent: true,
        input: { type: "object" }, output: { type: "object" },
      },
      run: () => ({ open: true }),
    },
  },
};`;
const target = { module_id: "vault", capability: "open" };
const question = { required_role: "admin", proposed_action: "house.leave", payload: {} };

describe("oap approvals", { timeout: 120_000 }, () => {
  it("lists who asks for what and why, lets it go on, and ends it", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "vault.mjs"), vault);
    const { url } = await serve("--data-dir", join(folder, "data"), "--plugin", join(folder, "vault.mjs"));
    const environment = { OAP_URL: url };
    const none = await oap(["approvals", "list"], environment);
    expect([none.code, none.stdout]).toEqual([0, "Nothing waits for approval.\n"]);

    const { exec, hitl } = connect({ baseUrl: url, caller: "user:ada" });
    const [first, second] = [await exec.invoke({ target, input: {} }), await exec.invoke({ target, input: {} })];
    await hitl.request({ ...question, reason: "It rains.\n\u001b[2Japr_forged" });
    const listed = await oap(["approvals", "list", "--json"], environment);
    const [one, two, three] = JSON.parse(listed.stdout).items;
    expect([one, two]).toMatchObject([first, second].map(({ invocation_id }) => ({ invocation_id })));
    const table = await oap(["approvals", "list"], environment);
    expect(table.stdout.replaceAll(/\d+ s ago/g, "1 s ago").replaceAll(/in \d+ h/g, "in 23 h")).toBe(
      [
        "REQUEST                                   ACTION       RISK  ASKED BY  ASKED    EXPIRES  NEEDS",
        `${one.request_id}  vault.open   HIGH  user:ada  1 s ago  in 23 h  admin`,
        "  why:   What has high risk waits until an admin, who is not the caller, approves it.",
        `  waits: step invoke of the run ${first.invocation_id}`,
        `${two.request_id}  vault.open   HIGH  user:ada  1 s ago  in 23 h  admin`,
        "  why:   What has high risk waits until an admin, who is not the caller, approves it.",
        `  waits: step invoke of the run ${second.invocation_id}`,
        `${three.request_id}  house.leave  –     user:ada  1 s ago  in 23 h  admin`,
        "  why:   It rains. \\u{1b}[2Japr_forged",
        "",
      ].join("\n"),
    );

    const own = await oap(["approvals", "approve", one.request_id, "--by", "user:ada"], environment);
    expect(own).toEqual({
      code: 1,
      stdout: "",
      stderr: "oap: FORBIDDEN: Nobody approves their own request: another person must.\n",
    });
    const approved = await oap(
      ["approvals", "approve", one.request_id, "--by", "user:grace", "--comment", "Seen."],
      environment,
    );
    expect([approved.code, approved.stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${one.request_id} is approved, by user:grace at \\S+Z\\.\\n$`)),
    ]);
    const outcomeOf = async ({ invocation_id }: { invocation_id: string }) => exec.status.get({ invocation_id });
    await expect.poll(() => outcomeOf(first)).toMatchObject({ state: "COMPLETED", output: { open: true } });

    const again = await oap(["approvals", "reject", one.request_id], environment);
    expect([again.code, again.stderr]).toEqual([
      1,
      `oap: STATE_CONFLICT: The request ${one.request_id} is approved, and only a pending one is decided.\n`,
    ]);
    const rejected = await oap(
      ["approvals", "reject", two.request_id, "--comment", "Not today.", "--json"],
      environment,
    );
    expect([rejected.code, JSON.parse(rejected.stdout)]).toMatchObject([
      0,
      { request_id: two.request_id, state: "rejected", decided_at: expect.any(String) },
    ]);
    await expect
      .poll(() => outcomeOf(second))
      .toMatchObject({
        state: "FAILED",
        error: { reason: "POLICY_DENIED", message: "development rejected it: Not today." },
      });
    const unknown = await oap(["approvals", "approve", "apr_unknown"], environment);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("APPROVAL_NOT_FOUND")]);
  });

  it("decides in the name of the credential, and says which role is missing", async () => {
    const dataDir = await temporaryFolder();
    const keyOf = async (caller: string, roles: string) => {
      const made = await oap(["key", "create", "--caller", caller, "--roles", roles, "--data-dir", dataDir]);
      return made.stdout.trim();
    };
    const [ada, grace] = [await keyOf("user:ada", "user"), await keyOf("user:grace", "user,admin")];
    const { url } = await serve("--identity", "required", "--data-dir", dataDir);
    const { hitl } = connect({ baseUrl: url, apiKey: ada });
    const { request_id } = await hitl.request({ ...question, reason: "It rains." });
    const approve = (credential: Record<string, string>, ...more: string[]) =>
      oap(["approvals", "approve", request_id, "--url", url, ...more], credential);
    const nobody = await approve({});
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining("UNAUTHENTICATED")]);
    const weak = await approve({ OAP_API_KEY: ada });
    expect([weak.code, weak.stderr]).toEqual([1, expect.stringMatching(/^oap: FORBIDDEN: .*admin/)]);
    const other = await approve({ OAP_API_KEY: grace }, "--by", "user:root");
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/FORBIDDEN: .*user:root .*user:grace/)]);
    const done = await approve({ OAP_API_KEY: grace });
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining("is approved, by user:grace at ")]);
  });

  it("lists more than one page holds", async () => {
    const { url } = await serve("--data-dir", await temporaryFolder());
    const { hitl } = connect({ baseUrl: url });
    const count = bounds.pageItemsMax + 1;
    for (let index = 0; index < count; index += 100) {
      const batch = Array.from({ length: Math.min(100, count - index) }, (_, place) => `No. ${index + place}.`);
      await Promise.all(batch.map((reason) => hitl.request({ ...question, reason })));
    }
    const { items } = JSON.parse((await oap(["approvals", "list", "--json", "--url", url])).stdout);
    expect(new Set(items.map(({ reason }: { reason: string }) => reason)).size).toBe(count);
  });
});
