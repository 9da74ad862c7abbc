import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { JsonObject } from "@oap/protocol";
import { OapError } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger } from "./create-logger.ts";
import { findPlantedSecrets } from "./find-planted-secrets.ts";
import { logBounds } from "./log-copy.ts";
import { plantedJson, plantedSecrets, plantedText } from "./planted-secrets.ts";

function recorded(options: { base?: Record<string, string> } = {}) {
  const lines: string[] = [];
  const logger = createLogger({ level: "trace", destination: { write: (line) => void lines.push(line) }, ...options });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? "null") as JsonObject };
}

describe("a log without secrets", () => {
  const secrets = plantedSecrets("logs");
  const text = plantedText(secrets);
  const json = plantedJson(secrets);
  const thrown = () =>
    Object.assign(new TypeError(text, { cause: new AggregateError([new Error(text)], text) }), {
      code: secrets[0]?.text,
      config: json,
    });
  const { logger, lines } = recorded({ base: { service: text } });
  const request = Object.assign(new IncomingMessage(new Socket()), {
    method: "POST",
    url: `/orchestrate?access_token=${secrets[0]?.cores[0]}`,
    headers: { authorization: secrets[1]?.text, "orch-api-key": secrets[0]?.text },
    body: json,
  });

  it.each([
    ["a message", () => logger.info(text)],
    ["the arguments of a message", () => logger.info("%s %o %j", text, json, json)],
    ["more arguments than there is place for", () => Reflect.apply(logger.info, logger, ["x %d", text, json, text])],
    ["an argument that is an exception", () => logger.info("failed: %s %o", thrown(), thrown())],
    ["fields", () => logger.info(json, "a message")],
    ["fields with prose around them", () => logger.info({ a: { b: [json] }, text }, text)],
    ["fields without a message", () => logger.info(json)],
    ["names of fields", () => logger.info({ [text]: 1, a: { [secrets[0]!.text]: 1 } })],
    ["an exception", () => logger.error(thrown())],
    ["an exception and a message", () => logger.error(thrown(), text)],
    ["an exception in a field", () => logger.error({ err: thrown(), error: thrown(), a: [{ b: thrown() }] }, "x")],
    ["an exception with another name", () => logger.error(Object.assign(new Error("x"), { name: text, stack: text }))],
    [
      "a contract's error",
      () => logger.error(new OapError("INTERNAL", { message: text, details: json, cause: thrown() })),
    ],
    ["a traceback", () => logger.error({ _internal: { traceback: thrown().stack } })],
    ["bytes", () => logger.info({ raw: Buffer.from(text), list: [new Uint8Array(Buffer.from(text))] })],
    ["a request", () => logger.info(request)],
    ["a request and its response", () => logger.info({ req: request, res: new ServerResponse(request) }, "x")],
    [
      "a map, a set and a class",
      () =>
        logger.info({
          map: new Map([[text, json]]),
          set: new Set([text]),
          own: new (class Own {
            a = text;
          })(),
        }),
    ],
    [
      "a URL",
      () => logger.info({ url: new URL(`https://me:${secrets[0]?.cores[0]}@host/p?token=${secrets[0]?.cores[0]}`) }),
    ],
    [
      "a getter that throws",
      () =>
        logger.info({
          get a(): never {
            throw thrown();
          },
          b: 1,
        }),
    ],
    ["a value with toJSON", () => logger.info({ a: { toJSON: () => json } })],
    ["what a child is bound to", () => logger.child({ ...json, text }).info("x")],
    [
      "what a child's child is bound to, with serializers",
      () =>
        logger
          .child({}, { serializers: { a: () => json }, formatters: { log: () => json } })
          .child({ a: 1, json })
          .info({ a: 1 }),
    ],
    ["the prefix of a child's messages", () => logger.child({}, { msgPrefix: text }).info("x")],
    [
      "new bindings",
      () => {
        const child = logger.child({});
        child.setBindings({ json, text });
        child.info("x");
      },
    ],
  ])("has none in %s", (_, log) => {
    const before = lines.length;
    log();
    expect(lines.length).toBe(before + 1);
    expect(findPlantedSecrets(lines.slice(before), secrets)).toEqual([]);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: expect.any(Number), time: expect.any(Number) });
  });

  it("has none whatever is logged", () => {
    const places = fc.constantFrom<unknown>(text, json, thrown(), Buffer.from(text), [[text]], {
      password: { a: json },
    });
    const anything = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        places,
        fc.anything({ withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true, withBigInt: true }),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 5 }), tie("tree"), { maxKeys: 3 }),
      ),
    })).tree;
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 3 }), (inputs) => {
        const { logger: another, lines: written } = recorded();
        another.info(...(inputs as [object]));
        expect(written).toHaveLength(1);
        expect(() => JSON.parse(written[0]!)).not.toThrow();
        expect(findPlantedSecrets(written, secrets)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a log", () => {
  it("says what was said", () => {
    const { logger, last } = recorded({ base: { service: "oap" } });
    logger
      .child({ module: "image" })
      .warn({ attempt: 2, state: "RUNNING", list: [1, null, { a: true }] }, "late by %d %s", 5, "ms");
    expect(last()).toEqual({
      level: 40,
      time: expect.any(Number),
      service: "oap",
      module: "image",
      attempt: 2,
      state: "RUNNING",
      list: [1, null, { a: true }],
      msg: "late by 5 ms",
    });
  });

  it("ends each line", () => {
    const { logger, lines } = recorded();
    logger.info("a\nb");
    expect(lines).toEqual([expect.stringMatching(/^\{.*"msg":"a\\nb"\}\n$/)]);
  });

  it("says nothing below its level, and reads nothing for that", () => {
    const lines: string[] = [];
    const logger = createLogger({ destination: { write: (line) => void lines.push(line) } });
    const fields = new Proxy({}, { ownKeys: () => expect.fail("it was read") });
    logger.debug(fields, "x");
    expect(lines).toEqual([]);
  });

  it("shows identifiers of the contracts that are named like secrets, if they look like what they are", () => {
    const { logger, last } = recorded();
    const fields = { idempotency_key: `sha256:${"0a".repeat(32)}`, key_id: "key_01890a5d-ac96-774b-bcce-b302099a8057" };
    logger.info(fields);
    expect(last()).toMatchObject(fields);
    logger.info({ idempotency_key: "hunter2", key_id: "hunter2" });
    expect(last()).toMatchObject({ idempotency_key: "[REDACTED]", key_id: "[REDACTED]" });
  });

  it.each([
    ...["body", "rawBody", "payload", "input", "inputs", "output", "outputs", "params", "result", "envelope"],
    ...["headers", "rawHeaders"],
  ])("leaves out what is named %s", (name) => {
    const { logger, last } = recorded();
    logger.info({ about: { [name]: ["a"] } });
    expect(last()).toMatchObject({ about: { [name]: "[OMITTED]" } });
  });

  it("leaves payloads out, by their names", () => {
    const { logger, last } = recorded();
    logger.info({
      body: "a",
      rawBody: "a",
      a: [{ raw_body: "a", input: { b: 1 }, output: [1], params: {}, headers: {} }],
    });
    expect(last()).toMatchObject({
      body: "[OMITTED]",
      rawBody: "[OMITTED]",
      a: [
        { raw_body: "[OMITTED]", input: "[OMITTED]", output: "[OMITTED]", params: "[OMITTED]", headers: "[OMITTED]" },
      ],
    });
  });

  it("tells a request by its method and its URL without the query, and a response by its status", () => {
    const { logger, last } = recorded();
    const request = Object.assign(new IncomingMessage(new Socket()), { method: "POST", url: "/orchestrate?a=1#b" });
    logger.info({ req: request, res: new ServerResponse(request) });
    expect(last()).toMatchObject({ req: { method: "POST", url: "/orchestrate" }, res: { statusCode: 200 } });
  });
});

describe("an exception in a log", () => {
  const described = (error: Error) => {
    const { logger, last } = recorded();
    logger.error(error);
    return last() as unknown as { msg: string; err: Record<string, string & { message: string; stack: string }> };
  };

  it("keeps its class, its code and its frames", () => {
    const { err, msg } = described(
      Object.assign(new RangeError("The disk is full."), { code: "SQLITE_FULL", errno: 13 }),
    );
    expect(err).toMatchObject({ type: "RangeError", code: "SQLITE_FULL", message: "The disk is full." });
    expect(err.stack).toMatch(/^at .*create-logger\.test\.ts:\d+:\d+/);
    expect(err.stack?.split("\n").length).toBeGreaterThan(2);
    expect(msg).toBe("The disk is full.");
  });

  it.each([
    ['Unexpected token "hunter" in JSON', "Unexpected token [REDACTED] in JSON"],
    ["No operation is named `hunter`.", "No operation is named [REDACTED]."],
    ["Can't find 'hunter', or hunter2", "Can't find [REDACTED], or [REDACTED]"],
    ["it was not closed: 'hunter two", "it was not closed: [REDACTED]"],
    ["timed out after 500 ms at line 12", "timed out after 500 ms at line 12"],
    ["the PIN 12345678 is wrong", "the PIN [REDACTED] is wrong"],
    [`key=${"abcdefgh".repeat(5)}`, "key=[REDACTED]"],
    ["ENOSPC: no space left on device, write", "ENOSPC: no space left on device, write"],
  ])("has a message without values: %s", (message, expected) => {
    expect(described(new Error(message)).err.message).toBe(expected);
  });

  it("does not take lines of a message for frames", () => {
    const { err } = described(new Error("x\n    at hunter (/hunter.js:1:1)"));
    expect(err.stack).not.toContain("hunter");
  });

  it("tells its causes, so far", () => {
    let error = new Error("the first");
    for (let depth = 0; depth < 20; depth++) error = new Error("another", { cause: error });
    const { err } = described(new AggregateError([error, new TypeError("beside")], "several"));
    expect(err).toMatchObject({ type: "AggregateError", errors: [{ cause: { cause: {} } }, { type: "TypeError" }] });
    expect(JSON.stringify(err)).not.toContain("the first");
  });
});

describe("what cannot be read", () => {
  const fail = (): never => {
    throw new Error("it cannot be read");
  };
  it.each([
    [
      "a getter of an exception's place",
      {
        get err() {
          return fail();
        },
      },
    ],
    ["a proxy", new Proxy({}, { getPrototypeOf: fail, ownKeys: fail, get: fail })],
    ["a proxy in a field", { a: new Proxy([], { getPrototypeOf: fail, get: fail }) }],
    ["an exception's message", Object.defineProperty(new Error("x"), "message", { get: fail })],
  ])("is logged as such: %s", (_, unreadable) => {
    const { logger, lines } = recorded();
    logger.info(unreadable, "x");
    logger.info("x %s", unreadable as unknown as string);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 30 });
  });
});

describe("a message of a log that repeats an exception's", () => {
  it("has no values either", () => {
    const { logger, last } = recorded();
    const error = new Error("no user 'hunter'");
    logger.error({ err: error }, error.message);
    expect(last()).toMatchObject({ msg: "no user [REDACTED]" });
    logger.error({ err: error }, "no user 'hunter', as we say ourselves");
    expect(last()).toMatchObject({ msg: "no user 'hunter', as we say ourselves" });
  });
});

describe("a line of a log is bounded", () => {
  const lineOf = (fields: object) => {
    const { logger, lines } = recorded();
    logger.info(fields, "x");
    return lines[0]!;
  };
  let deep: object = {};
  for (let level = 0; level < 10_000; level++) deep = { deep };
  const loop: { self?: object; list?: object[] } = {};
  Object.assign(loop, { self: loop, list: [loop, loop] });

  it.each([
    ["a long text", { text: "ä ".repeat(1_000_000) }],
    ["many texts", { texts: Array.from({ length: 10_000 }, () => "text ".repeat(100)) }],
    ["many members", Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`a${index}`, index]))],
    ["long names", Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${"a".repeat(10_000)}`, 1]))],
    ["a deep value", deep],
    ["a value that contains itself", loop],
    ["a list of a billion", { list: new Array(1_000_000_000) }],
  ])("with %s", (_, fields) => {
    const line = lineOf(fields);
    expect(line.length).toBeLessThan(3 * logBounds.charactersMax);
    expect(line).toMatch(/TRUNCATED|TEXT OF|…/);
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it("also where a child is bound to much", () => {
    const { logger, lines } = recorded();
    logger.child({ a: Array.from({ length: 10_000 }, () => "text ".repeat(100)) }).info("x");
    expect(lines[0]?.length).toBeLessThan(3 * logBounds.charactersMax);
  });
});
