import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect } from "@oap/client";
import { verifyEvidenceFile } from "@oap/ledger";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { oap, serve, temporaryFolder } from "./testing/oap-process.ts";

const defaultPolicies = fileURLToPath(new URL("../../governance/policies/default", import.meta.url));

async function policyFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), "policies");
  await cp(defaultPolicies, folder, { recursive: true });
  return folder;
}

describe("oap", { timeout: 60_000 }, () => {
  it("explains itself, each command and the exit codes", async () => {
    const [version, all, create, set] = await Promise.all([
      oap(["--version"]),
      oap(["--help"]),
      oap(["key", "create", "--help"]),
      oap(["kill-switch", "set", "--help"]),
    ]);
    expect([version.code, all.code, create.code, set.code]).toEqual([0, 0, 0, 0]);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const command of ["serve", "key", "policy", "approvals", "kill-switch", "evidence"])
      expect(all.stdout).toContain(`  ${command} `);
    expect(all.stdout).toContain("Exit codes: 0");
    expect(create.stdout).toContain("OAP_API_KEY");
    expect(set.stdout).toContain("--abort-running");
  });

  it("ends with 2, says what would be right and prints nothing else where the command line is wrong", async () => {
    const tokens = [
      "serve",
      "--identity",
      "required",
      "--jwt-issuer",
      "https://issuer.example",
      "--jwt-audience",
      "oap",
    ];
    const policyManifest = join(defaultPolicies, "manifest.json");
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [["kill-swich"], /^oap: unknown command 'kill-swich'\n.*kill-switch.*\n`--help` lists those there are\.\n$/],
      [["serve", "--colour"], /^oap: unknown option '--colour'\n`--help` lists those there are\.\n$/],
      [["key", "crate"], /unknown command 'crate'/],
      [["key", "create"], /--caller <name>/],
      [["key", "create", "--caller", "user:ada", "--roles", "root"], /user,admin/],
      [["policy", "reload", "--url", "here"], /http:\/\/127\.0\.0\.1:7400/],
      [["policy", "check", "/nowhere"], /no such folder/],
      [["key", "list", "--data-dir", "/nowhere"], /There is no data folder/],
      [["serve", "--allow-host", "oap.example.org:80"], /without a scheme and a port/],
      [["serve", "--identity", "required", "--jwks", "keys.json"], /--jwt-issuer/],
      [["serve", "--jwks", "keys.json"], /--identity required/],
      [[...tokens, "--jwks", "/nowhere.json"], /The key set in \/nowhere\.json cannot be read: there is no such file/],
      [[...tokens, "--jwks", policyManifest], /manifest\.json cannot be used:\nIt must be a JSON Web Key Set/],
      [["serve", "--plugin", "/nowhere.js"], /The plugin \/nowhere\.js cannot be loaded/],
      [["serve", "--host", "0.0.0.0"], /not a loopback address/],
    ];
    await Promise.all(
      wrong.map(async ([args, says]) => {
        const { code, stdout, stderr } = await oap(args);
        expect.soft([code, stdout], args.join(" ")).toEqual([2, ""]);
        expect.soft(stderr).toMatch(says);
        expect.soft(stderr).not.toContain("    at ");
      }),
    );
  });
});

describe("oap under an older Node.js", { timeout: 60_000 }, () => {
  it("says which one is needed, and imports nothing that an older one has not", async () => {
    const older = `
      Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } });
      const { registerHooks } = await import("node:module");
      registerHooks({ resolve: (name, context, next) => { if (name === "node:sqlite") throw new Error(name); return next(name, context); } });`;
    const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}` };
    expect(await oap(["--help"], environment)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^oap: This is Node\.js 20\.19\.0, and Node\.js 24 or later is needed\. .*\n$/),
    });
  });
});

describe("oap key", { timeout: 60_000 }, () => {
  it("makes the first key in the data folder, and others by it over the wire", async () => {
    const dataDir = await temporaryFolder();
    const first = await oap([
      "key",
      "create",
      "--caller",
      "user:grace",
      "--roles",
      "user,admin",
      "--data-dir",
      dataDir,
    ]);
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining("user:grace  user,admin")]);
    const secret = first.stdout.trim();
    expect(secret).toMatch(/^oap_key_\S+$/);
    expect(first.stderr).not.toContain(secret);

    const { url, ...server } = await serve("--identity", "required", "--data-dir", dataDir);
    expect(server.output()).toContain("Identity: required, by an API key");
    const environment = { OAP_API_KEY: secret, OAP_URL: url };
    const create = [
      "key",
      "create",
      "--caller",
      "user:ada",
      "--name",
      "laptop",
      "--expires-at",
      "2999-01-01T00:00:00Z",
    ];
    const second = await oap([...create, "--json"], environment);
    const made = JSON.parse(second.stdout);
    expect(made).toMatchObject({ caller: "user:ada", roles: ["user"], name: "laptop", secret: expect.any(String) });
    const ada = connect({ baseUrl: url, apiKey: made.secret });
    expect((await ada.control.capability.query({})).capabilities.length).toBeGreaterThan(0);

    const offline = await oap(["key", "list", "--data-dir", dataDir]);
    expect([offline.code, offline.stderr]).toEqual([2, expect.stringContaining("in use by another process")]);
    const without = await oap(["key", "list", "--url", url]);
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining("UNAUTHENTICATED")]);
    const asAda = await oap(["key", "list", "--url", url], { OAP_API_KEY: made.secret });
    expect([asAda.code, asAda.stderr]).toEqual([1, expect.stringContaining("FORBIDDEN")]);

    const revoked = await oap(["key", "revoke", made.key_id, "--reason", "It was lost."], environment);
    expect([revoked.code, revoked.stdout]).toEqual([0, expect.stringContaining(`${made.key_id} is revoked`)]);
    await expect(ada.control.capability.query({})).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const again = await oap(["key", "revoke", "key_unknown"], environment);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("INVALID_PARAMS")]);

    server.child.kill("SIGTERM");
    expect((await server.ended).code).toBe(0);
    const listed = await oap(["key", "list", "--json", "--data-dir", dataDir]);
    expect(JSON.parse(listed.stdout).items).toMatchObject([
      { key_id: made.key_id, created_by: "user:grace", revoked_by: "user:grace" },
      { caller: "user:grace", created_by: "data-folder-owner" },
    ]);
    expect(listed.stdout).not.toContain(secret);
  });

  it("says that nobody answers", async () => {
    const { code, stderr } = await oap(["key", "list", "--url", "http://127.0.0.1:4"]);
    expect([code, stderr]).toEqual([1, "oap: UPSTREAM_UNAVAILABLE: http://127.0.0.1:4 cannot be reached.\n"]);
  });
});

describe("oap serve", { timeout: 60_000 }, () => {
  it("says for whom it takes callers, and which policies hold", async () => {
    const { output } = await serve("--data-dir", await temporaryFolder());
    expect(output()).toContain(
      "Identity: development. Whoever reaches the loopback interface is who they say they are",
    );
    expect(output()).toMatch(/Policies: default, sha256:[0-9a-f]{64}\./);
  });

  it("takes the tokens of an issuer whose keys are in a file", async () => {
    const folder = await temporaryFolder();
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const keys = [{ ...(await exportJWK(publicKey)), kid: "key-1", alg: "ES256" }];
    await writeFile(join(folder, "keys.json"), JSON.stringify({ keys }));
    const token = await new SignJWT({ roles: ["user"] })
      .setProtectedHeader({ alg: "ES256", kid: "key-1" })
      .setIssuer("https://issuer.example")
      .setAudience("oap")
      .setSubject("user:ada")
      .setExpirationTime("10 min")
      .sign(privateKey);
    const { url } = await serve(
      ...["--identity", "required", "--data-dir", folder, "--jwks", join(folder, "keys.json")],
      ...["--jwt-issuer", "https://issuer.example", "--jwt-audience", "other,oap"],
    );
    const answer = await oap(["kill-switch", "get", "--json", "--url", url], { OAP_TOKEN: token });
    expect([answer.code, JSON.parse(answer.stdout)]).toEqual([0, { kill_switches: [] }]);
    const forged = await oap(["kill-switch", "get", "--url", url], { OAP_TOKEN: `${token}x` });
    expect([forged.code, forged.stderr]).toEqual([1, expect.stringContaining("UNAUTHENTICATED")]);
  });

  it("does not start with broken policies, and shows what is wrong with them", async () => {
    const policies = await policyFolder();
    await appendFile(join(policies, "data.cedar"), "\npermit (principal");
    const { code, stderr } = await oap(["serve", "--port", "0", "--data-dir", await temporaryFolder()], {
      OAP_POLICIES: policies,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^oap: The policies cannot be used:\n\S+data\.cedar:\d+:\d+: /);
  });
});

describe("oap policy", { timeout: 60_000 }, () => {
  it("checks a folder", async () => {
    const folder = await policyFolder();
    const good = await oap(["policy", "check", folder]);
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/^default: .*\nBinding: sha256:[0-9a-f]{64}\n/);
    expect(good.stdout).toMatch(/DENY +sensitive-data-stays-here: /);

    const reading = `@id("no-root") @input forbid (principal, action == Action::"greetings.greet", resource)
      when { context has input && context.input.name == "root" };`;
    await writeFile(join(folder, "operations.cedar"), reading);
    const unknown = await oap(["policy", "check", folder]);
    expect([unknown.code, unknown.stdout]).toEqual([
      1,
      expect.stringContaining("operations.cedar:1:1: The policy `no-root`"),
    ]);
    const text = '{ "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] }';
    await writeFile(
      join(folder, "greetings.mjs"),
      `const contract = { name: "greet", version: "1.0.0", type: "text", description: "Greets.", input: ${text}, output: ${text}, risk: "LOW", idempotent: true };
       export default { module: "greetings", capabilities: { greet: { contract, run: (input) => input } } };`,
    );
    const known = await oap(["policy", "check", folder, "--plugin", join(folder, "greetings.mjs")]);
    expect([known.code, known.stdout]).toEqual([0, expect.stringContaining("no-root")]);

    await writeFile(join(folder, "risk.cedar"), '@decison("DENY")\npermit (principal, action, resource);\n');
    const bad = await oap(["policy", "check", folder]);
    expect(bad.code).toBe(1);
    expect(bad.stdout.split("\n")[0]).toBe(`${join(folder, "risk.cedar")}:1:1: ${noAnnotation}`);
    const json = await oap(["policy", "check", "--json", folder]);
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
      1,
      { ok: false, issues: [{ file: "risk.cedar", line: 1, column: 1, message: noAnnotation }, {}] },
    ]);
  });

  const noAnnotation =
    "There is no annotation `@decison`; there are @id, @decision, @risk, @constraint, @approver, @reason, @input.";

  it("are read again at SIGHUP and by the command; broken ones replace nothing", async () => {
    const folder = await policyFolder();
    const dataDir = await temporaryFolder();
    const { url, child, until, output } = await serve("--data-dir", dataDir, "--policies", folder);
    const { policy } = connect({ baseUrl: url });
    const decision = async () => (await policy.evaluate({ action: "text.statistics", context: {} })).decision;
    expect(await decision()).toBe("ALLOW");

    const data = await readFile(join(folder, "data.cedar"), "utf8");
    const forbidding = `${data}\n@id("no-text") forbid (principal, action == Action::"text.statistics", resource);\n`;
    await writeFile(join(folder, "data.cedar"), forbidding);
    child.kill("SIGHUP");
    await until(/Policies reloaded: default, sha256:/);
    expect(await decision()).toBe("DENY");

    await writeFile(join(folder, "data.cedar"), `${data}\npermit (`);
    child.kill("SIGHUP");
    await until(/The policies are not reloaded; default, sha256:[0-9a-f]+, holds on\.\n.*data\.cedar:\d+/);
    expect(output()).toContain("the policies were not reloaded");
    expect(await decision()).toBe("DENY");
    const refused = await oap(["policy", "reload", "--url", url]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/^data\.cedar:\d+:\d+: .*\n(.*\n)*The policies are not reloaded; sha256:/);
    expect(await decision()).toBe("DENY");

    await writeFile(join(folder, "data.cedar"), data);
    const reloaded = await oap(["policy", "reload", "--json", "--url", url]);
    expect([reloaded.code, JSON.parse(reloaded.stdout)]).toMatchObject([0, { reloaded: true }]);
    expect(await decision()).toBe("ALLOW");
  });
});

describe("oap kill-switch", { timeout: 60_000 }, () => {
  it("stops a module and lets it go", async () => {
    const { url } = await serve("--data-dir", await temporaryFolder());
    const { exec } = connect({ baseUrl: url });
    const target = { module_id: "text", capability: "statistics" };
    const invoke = () => exec.invoke({ target, input: { text: "a" } }).catch((error: unknown) => error);
    const environment = { OAP_URL: url };
    const none = await oap(["kill-switch", "get"], environment);
    expect([none.code, none.stdout]).toEqual([0, "No switch was ever set.\n"]);
    const on = await oap(["kill-switch", "set", "on", "--module", "text", "--reason", "An incident."], environment);
    expect([on.code, on.stdout]).toEqual([0, expect.stringMatching(/^on {3}module text {2}by .*: An incident\.\n$/)]);
    expect(JSON.stringify(await invoke())).toContain("KILL_SWITCH_ACTIVE");
    const off = await oap(["kill-switch", "set", "off", "--module", "text", "--json"], environment);
    expect(JSON.parse(off.stdout)).toMatchObject({ previously_active: true, kill_switch: { active: false } });
    expect(await invoke()).toMatchObject({ state: "COMPLETED" });
    const wrong = await oap(["kill-switch", "set", "on", "--capability", "statistics"], environment);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("INVALID_PARAMS")]);
  });
});

describe("oap evidence", { timeout: 60_000 }, () => {
  it("writes the file that oap-verify checks, under the name of whoever exports", async () => {
    const folder = await temporaryFolder();
    const { url } = await serve("--data-dir", join(folder, "data"));
    const client = connect({ baseUrl: url });
    const target = { module_id: "text", capability: "render" };
    // Names that JavaScript has in an order of its own, and the file not.
    const input_template = { template: "{9}", values: { "9": "nine", "10": "ten" } };
    const steps = [{ step_id: "one", target, input_template }];
    const plan = { plan_id: "p", created_by: "development", created_at: "2026-03-01T09:30:00.000Z", steps };
    await client.exec.plan.submit({ plan });
    const { invocation_id } = await client.exec.plan.apply({ plan_id: "p", mode: "SYNC" });
    const out = join(folder, "evidence.json");
    const written = await oap(["evidence", invocation_id, "--out", out, "--url", url]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(verifyEvidenceFile(await readFile(out))).toMatchObject({ ok: true, bundle: { runId: invocation_id } });
    const shown = await oap(["evidence", invocation_id, "--url", url]);
    expect(verifyEvidenceFile(Buffer.from(shown.stdout))).toMatchObject({ ok: true });
    const byAnn = await oap(["evidence", invocation_id, "--by", "ann", "--url", url]);
    expect([byAnn.code, byAnn.stderr]).toEqual([0, ""]);
    expect((await client.provenance.ledger.query({ actor: "ann" })).items).not.toEqual([]);
    const unknown = await oap(["evidence", "inv_unknown", "--url", url]);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("INVOCATION_NOT_FOUND")]);
    const nowhere = await oap(["evidence", invocation_id, "--out", join(folder, "no", "file"), "--url", url]);
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining("cannot be written")]);
  });
});
