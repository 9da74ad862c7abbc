import type { JsonValue } from "@oap/protocol";
import { operations } from "@oap/protocol/operations";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactExecutionLog, redactionValuesMax } from "./redact-execution-log.ts";
import { secretKeyFragments } from "./secret-key.ts";

const hidden = "[REDACTED]";
const planted = "hunter2-planted";

describe("INV-EXE-5: redaction by the names of members", () => {
  it.each([
    ...secretKeyFragments,
    "API_KEY",
    "api-key",
    "apiKey",
    "X-Api-Key",
    "a.p.i k e y",
    "userPassword",
    "client_secret",
    "accessToken",
    "Authorization",
    "CREDENTIALS",
    "privateNotes",
    "db_passwd",
    "PGPASSPHRASE",
    "setCookie",
    "pwd",
  ])("hides what is behind %s", (name) => {
    expect(redactExecutionLog({ [name]: planted, other: 1 })).toEqual({ [name]: hidden, other: 1 });
  });

  it.each(["username", "note", "passenger", "toke", "cred"])("shows what is behind %s", (name) => {
    expect(redactExecutionLog({ [name]: "plain" })).toEqual({ [name]: "plain" });
  });

  it.each<[string, JsonValue]>([
    ["an object", { name: "database", value: planted }],
    ["a list", [planted, { deep: planted }]],
    ["a number", 4711],
    ["nothing", null],
  ])("hides all of %s behind it", (_, value) => {
    expect(redactExecutionLog({ secret: value })).toEqual({ secret: hidden });
  });

  it("finds it at every depth, in objects and in lists", () => {
    expect(redactExecutionLog({ a: [{ b: [[{ password: planted, c: "shown" }]] }] })).toEqual({
      a: [{ b: [[{ password: hidden, c: "shown" }]] }],
    });
  });

  it("knows the forms in which names are values: variables, headers and entries", () => {
    expect(
      redactExecutionLog({
        env: [
          { name: "DB_PASSWORD", value: planted },
          { name: "HOME", value: "/root" },
        ],
        tags: [
          { Key: "db-password", Value: planted },
          { key: "colour", value: "blue" },
        ],
        fields: [{ header: "X-Auth-Token", values: [planted] }],
        headers: [
          ["x-api-key", planted],
          ["accept", "text/html"],
        ],
      }),
    ).toEqual({
      env: [
        { name: "DB_PASSWORD", value: hidden },
        { name: "HOME", value: "/root" },
      ],
      tags: [
        { Key: hidden, Value: hidden },
        { key: hidden, value: "blue" },
      ],
      fields: [{ header: "X-Auth-Token", values: hidden }],
      headers: [
        ["x-api-key", hidden],
        ["accept", "text/html"],
      ],
    });
  });
});

describe("INV-EXE-5: redaction by contract", () => {
  const envelope = {
    id: "1",
    envelope_type: "exec.invoke",
    params: {
      target: { module_id: "image", capability: "analyze" },
      input: { image: "personal" },
      idempotency_key: "sha256:00",
      labels: { token: planted, colour: "red" },
    },
  };

  it("hides what an operation declares as personal", () => {
    const redacted = redactExecutionLog(envelope, { sensitive: operations["exec.invoke"].pii });
    expect(redacted).toMatchObject({ params: { input: hidden, target: { module_id: "image" } } });
  });

  it("hides what a capability declares as personal", () => {
    const attempt = { input: { image: "personal", mime_type: "image/png" }, output: { width: 1 } };
    expect(redactExecutionLog(attempt, { sensitive: ["/input/image"] })).toEqual({
      input: { image: hidden, mime_type: "image/png" },
      output: { width: 1 },
    });
  });

  it("leaves the contract's own members alone outside free-form JSON, and hides by name inside", () => {
    expect(redactExecutionLog(envelope, { freeForm: ["/params/labels"], sensitive: ["/params/input"] })).toEqual({
      ...envelope,
      params: { ...envelope.params, input: hidden, labels: { token: hidden, colour: "red" } },
    });
    expect(redactExecutionLog(envelope)).toMatchObject({ params: { idempotency_key: hidden } });
  });

  it("still hides by the look of a text where it does not hide by name", () => {
    expect(redactExecutionLog({ message: `Bearer ${planted}` }, { freeForm: [] })).toEqual({
      message: `Bearer ${hidden}`,
    });
  });

  it("takes pointers into lists, with * for every item or member, and with escaped names", () => {
    const log = { steps: [{ input: "a" }, { input: "b", id: "2" }], "a/b": { "~": "c" }, one: [1, 2] };
    expect(redactExecutionLog(log, { sensitive: ["/steps/*/input", "/a~1b/~0", "/one/1", "/not/there"] })).toEqual({
      steps: [{ input: hidden }, { input: hidden, id: "2" }],
      "a/b": { "~": hidden },
      one: [1, hidden],
    });
    expect(redactExecutionLog(log, { sensitive: [""] })).toBe(hidden);
  });
});

describe("INV-EXE-5: redaction by the look of values", () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
  const pem = `-----BEGIN RSA PRIVATE KEY-----\nMIIE${planted}\n-----END RSA PRIVATE KEY-----`;

  it.each<[string, string, string]>([
    ["a bearer token", `sent Bearer ${planted}, got 401`, `sent Bearer ${hidden}, got 401`],
    ["a bearer token in lower case", `bearer ${planted}`, `bearer ${hidden}`],
    ["a bearer token in a URL", `?a=Bearer%20${planted}`, `?a=Bearer%20${hidden}`],
    ["basic credentials", `Basic ${btoa(`user:${planted}`)}`, `Basic ${hidden}`],
    ["a word after basic", "Basic functionality works", "Basic functionality works"],
    ["a JSON Web Token", `token ${jwt}.`, `token ${hidden}`],
    ["a JSON Web Token inside a word", `https://h/cb/id_${jwt}/x`, `https://h/cb/id_${hidden}/x`],
    ["an unsigned JSON Web Token", `it was ${jwt.split(".").slice(0, 2).join(".")}. `, `it was ${hidden} `],
    ["an encrypted JSON Web Token without a key", "it was eyJhbGciOiJkaXIifQ..aaaa.bbbb.cccc", `it was ${hidden}`],
    ["two JSON Web Tokens", `${jwt}.${jwt}`, hidden],
    ["an encrypted JSON Web Token", `it was ${jwt}.aaaa.bbbb`, `it was ${hidden}`],
    ["a PEM block", `before ${pem} after`, `before ${hidden} after`],
    ["a PEM block that is cut off", `before ${pem.slice(0, -10)}`, `before ${hidden}`],
    ["a PEM block in escaped JSON", JSON.stringify({ a: pem }), `{"a":"${hidden}"}`],
    ["a URL with credentials", `postgres://me:${planted}@db:5432/x`, `postgres://${hidden}@db:5432/x`],
    ["a URL with a name alone", `https://${planted}@github.com/x`, `https://${hidden}@github.com/x`],
    ["a URL without credentials", "https://host/@name?q=a@b", "https://host/@name?q=a@b"],
    ["a secret in a query", `https://h/?access_token=${planted}&page=2`, `https://h/?access_token=${hidden}&page=2`],
    ["an assignment", `password=${planted} user=me`, `password=${hidden} user=me`],
    ["an assignment in quotes", `api_key: "${planted} and more", user: me`, `api_key: ${hidden}, user: me`],
    ["JSON in a text", `{"client_secret":"${planted} x","a":1}`, `{"client_secret":${hidden},"a":1}`],
    ["JSON in JSON", JSON.stringify(`{"password":"${planted} x"}`), `"{\\"password\\":${hidden}}"`],
    ["a member named auth in a text", `{"x-auth":"${planted}","a":1}`, `{"x-auth":${hidden},"a":1}`],
    ["an assignment to oauth", `oauth=${planted} author=me`, `oauth=${hidden} author=me`],
    ["a header", `Authorization: Digest user, ${planted}\r\nHost: h`, `Authorization: ${hidden}\r\nHost: h`],
    ["a pair within a header", `Authorization: Digest a and PASSWORD='${planted}'`, `Authorization: ${hidden}`],
    ["a cookie", `Set-Cookie: sid=${planted}; Path=/`, `Set-Cookie: ${hidden}`],
    ["a token of a known issuer", `ghp_${"a1".repeat(18)} leaked`, `${hidden} leaked`],
    ["a key of this control plane", `oap_key_${"0".repeat(32)}_${planted}`, hidden],
    ["a plain text", "The attempt did not end within 500 ms.", "The attempt did not end within 500 ms."],
    ["a hash", `sha256:${"ab".repeat(32)}`, `sha256:${"ab".repeat(32)}`],
  ])("finds %s", (_, text, expected) => {
    expect(redactExecutionLog([text])).toEqual([expected]);
    expect(redactExecutionLog({ [text]: 1 }, { freeForm: [] })).toEqual({ [expected]: 1 });
  });

  it("takes time linear in the text, whatever is in it", () => {
    const n = 200_000;
    for (const piece of [
      "eyJ",
      "eyJ.",
      "://",
      "-----BEGIN A-----",
      "bearer ",
      "password",
      'token="',
      "sk-",
      "cookie:",
      "auth",
      "auth:",
      "a@",
      "Basic aaaa",
    ]) {
      expect(typeof redactExecutionLog(piece.repeat(n / piece.length))).toBe("string");
    }
  });
});

describe("redaction as a whole", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withObjectString: true,
  });

  it("never throws, and gives JSON that it would leave as it is", () => {
    fc.assert(
      fc.property(anything, (log) => {
        const once = redactExecutionLog(log);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
        expect(redactExecutionLog(once)).toEqual(once);
      }),
    );
  });

  it("leaves JSON without secrets as it is, and changes nothing that it is given", () => {
    const log = { run: "r1", list: [1, "two", null, true, { deep: {} }], "": "empty" };
    const before = structuredClone(log);
    expect(redactExecutionLog(log)).toEqual(log);
    redactExecutionLog({ log, password: "x" });
    expect(log).toEqual(before);
  });

  it("hides what is planted under a secret name anywhere in any JSON", () => {
    const names = fc.constantFrom("password", "X-API-KEY", "auth_header", "my.secret", "Credential");
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.integer(),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 5 }), tie("tree"), { maxKeys: 3 }),
        fc.tuple(names, tie("tree")).map(([name, value]) => ({ [name]: [planted, value, { value: planted }] })),
      ),
    }));
    fc.assert(
      fc.property(tree, (log) => {
        expect(JSON.stringify(redactExecutionLog(log))).not.toContain(planted);
      }),
    );
  });

  it("ends where a value contains itself", () => {
    const log: Record<string, unknown> = { name: "loop" };
    log.self = log;
    log.list = [log];
    expect(redactExecutionLog(log)).toEqual({ name: "loop", self: "[CIRCULAR]", list: ["[CIRCULAR]"] });
    const shared = { a: 1 };
    expect(redactExecutionLog([shared, shared])).toEqual([shared, shared]);
  });

  it("bounds depth and size", () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 10_000; level++) deep = { a: deep };
    expect(JSON.stringify(redactExecutionLog(deep))).toContain("[TRUNCATED]");
    const wide = redactExecutionLog(new Array(1_000_000_000)) as JsonValue[];
    expect(wide).toHaveLength(redactionValuesMax);
    expect(wide.at(-1)).toBe("[TRUNCATED]");
    let bomb: unknown = "x";
    for (let level = 0; level < 60; level++) bomb = [bomb, bomb, bomb];
    expect(JSON.stringify(redactExecutionLog(bomb)).length).toBeLessThan(20 * redactionValuesMax);
  });

  it("tells an exception by its class", () => {
    expect(redactExecutionLog({ error: new RangeError(planted, { cause: planted }) })).toEqual({
      error: { error_type: "RangeError" },
    });
    expect(
      JSON.stringify(redactExecutionLog(Object.assign(new Error("x"), { name: `password=${planted}` }))),
    ).not.toContain(planted);
  });

  it("redacts what it cannot read, and shows the rest", () => {
    const fail = () => {
      throw new Error(planted);
    };
    const log = {
      proxy: new Proxy({}, { ownKeys: fail }),
      get getter(): string {
        return fail();
      },
      date: new Date(Number.NaN),
      bytes: new TextEncoder().encode(planted),
      shown: 1,
    };
    expect(redactExecutionLog(log)).toEqual({ proxy: hidden, getter: hidden, date: hidden, bytes: hidden, shown: 1 });
  });

  it("answers with a marker when its options are wrong", () => {
    expect(redactExecutionLog({ a: planted }, { sensitive: [1 as never] })).toBe(hidden);
  });

  it("keeps a member named __proto__ a member", () => {
    const redacted = redactExecutionLog(JSON.parse('{"__proto__":{"a":1}}'));
    expect(Object.keys(redacted as object)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype);
  });
});
