import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { connect } from "@oap/client";
import { signingKeyFromPem } from "@oap/ledger";
import { describe, expect, it, onTestFinished } from "vitest";
import { oap, serve, temporaryFolder } from "./testing/oap-process.ts";

const statistics = { target: { module_id: "text", capability: "statistics" }, input: { text: "a" } };

describe("oap serve", { timeout: 60_000 }, () => {
  /** A file in a folder of its own, for its owner alone. */
  async function fileOf(content: unknown, mode = 0o600): Promise<string> {
    const file = join(await temporaryFolder(), "file.json");
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    await chmod(file, mode);
    return file;
  }

  it("turns away whoever is over a limit of the file, and names the limit", async () => {
    const limits = [{ name: "daily quota", scope: "caller", burst: 2, perSecond: 0.001 }];
    const { url } = await serve("--data-dir", await temporaryFolder(), "--limits", await fileOf(limits));
    const call = (caller: string) => connect({ baseUrl: url, caller }).exec.invoke(statistics);
    for (const caller of ["user:ada", "user:ada", "user:grace"])
      expect(await call(caller)).toMatchObject({ state: "COMPLETED" });
    await expect(call("user:ada")).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining("over the daily quota"),
    });
  });

  it("signs by the key of the file, which it makes where it is missing", async () => {
    const folder = await temporaryFolder();
    const key = join(folder, "keys", "ledger.pem");
    await mkdir(join(folder, "keys"));
    const { output, child, ended } = await serve("--data-dir", join(folder, "data"), "--signing-key", key);
    child.kill("SIGTERM");
    await ended;
    const made = await readFile(key, "utf8");
    expect(() => signingKeyFromPem(made)).not.toThrow();
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(output()).not.toContain("can be read by everybody");
    await expect(stat(join(folder, "data", "ledger-key.pem"))).rejects.toMatchObject({ code: "ENOENT" });

    await chmod(key, 0o644);
    const again = await serve("--data-dir", join(folder, "data"), "--signing-key", key);
    expect(again.output()).toContain(`oap: The file of --signing-key, ${key}, can be read by everybody`);
    expect(await readFile(key, "utf8")).toBe(made);
  });

  it("shows a remote module the credential of its origin, and warns where everybody can read it", async () => {
    const received: IncomingHttpHeaders[] = [];
    const module = createServer(({ headers }, response) => {
      received.push(headers);
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => module.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void module.close());
    const origin = `http://127.0.0.1:${(module.address() as AddressInfo).port}`;
    const credentials = await fileOf({ [origin]: { apiKey: "oap_key_secret" } }, 0o644);
    const { url, output } = await serve(
      ...["--data-dir", await temporaryFolder(), "--allow-module-origin", origin],
      ...["--module-credentials", credentials],
    );
    expect(output()).toContain(`oap: The file of --module-credentials, ${credentials}, can be read by everybody`);
    const shout = {
      name: "shout",
      version: "1.0.0",
      type: "test",
      description: "Says it loudly.",
      input: { type: "object" },
      output: { type: "object" },
      risk: "LOW",
      idempotent: false,
    } as const;
    const { control, exec } = connect({ baseUrl: url });
    await control.capability.register({ module_id: "far", capabilities: [shout], endpoint: `${origin}/orchestrate` });
    await exec.invoke({ target: { module_id: "far", capability: "shout" }, input: {} });
    expect(JSON.stringify(received[0])).toContain("oap_key_secret");
    expect(output()).not.toContain("oap_key_secret");
  });

  it("does not start with what it cannot use, says what would be right, and repeats no secret", async () => {
    const dataDir = join(await temporaryFolder(), "data");
    const wrong: readonly (readonly [string, string, RegExp])[] = [
      ["--limits", "/nowhere.json", /^oap: The limits in \/nowhere\.json cannot be read: there is no such file\.\n$/],
      [
        "--limits",
        await fileOf([{ name: "quota" }]),
        /^oap: The limits in \S+ cannot be used:\n\/0\/scope: give "global"/,
      ],
      [
        "--module-credentials",
        await fileOf({ "https://a.example": "s3cret" }),
        /^https:\/\/a\.example: no module may/m,
      ],
      [
        "--module-credentials",
        await fileOf('{"a": s3cret}'),
        /The credentials for modules in \S+ .* it is not JSON\.\n$/,
      ],
      ["--signing-key", await fileOf("s3cret"), /^oap: The key that signs the ledger, \S+, cannot be used: /],
      ["--signing-key", "", /Give the path of a file\./],
      ["--keep-runs", "many", /Give a whole number from 1 to 1000000000\./],
      ["--keep-days", "0", /Give a whole number from 1 to 36500\./],
    ];
    await Promise.all(
      wrong.map(async ([flag, value, says]) => {
        const { code, stdout, stderr } = await oap(["serve", "--port", "0", "--data-dir", dataDir, flag, value]);
        expect.soft([code, stdout], `${flag} ${value}`).toEqual([2, ""]);
        expect.soft(stderr).toMatch(says);
        expect.soft(stderr).not.toMatch(/s3cret|^ {4}at /m);
      }),
    );
  });
});
