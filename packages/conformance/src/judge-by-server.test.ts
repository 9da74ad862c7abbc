import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ErrorCode, errorCodes } from "@oap/protocol";
import { operations } from "@oap/protocol/operations";
import { validators } from "@oap/protocol/validators";
import { afterEach, describe, expect, test } from "vitest";
import { type Fixtures, readFixtures } from "./fixtures.ts";
import { judgeByServer } from "./judge-by-server.ts";
import type { Judgement } from "./judgement.ts";

const fixtures = await readFixtures(new URL("../../../generated/fixtures/", import.meta.url));
const few: Fixtures = { ...fixtures, types: fixtures.types.filter(({ type }) => type === "ExecCancelRequest") };

type Envelope = Record<string, unknown>;
interface Reply {
  readonly status: number;
  readonly envelope: Envelope;
}

/** Answers like a control plane that validates and then knows nothing: the smallest server that conforms. */
function conforming(body: unknown): Reply {
  const members = typeof body === "object" && body !== null ? (body as Envelope) : {};
  const id = validators.OrchId(members.id).length === 0 ? members.id : "req_made-by-the-server";
  const failure = (code: ErrorCode, envelopeType: unknown, issues: unknown = undefined): Reply => ({
    status: errorCodes[code].httpStatus,
    envelope: {
      jsonrpc: "2.0",
      id,
      envelope_type: envelopeType,
      error: { code, message: errorCodes[code].meaning, details: { issues } },
    },
  });
  if (validators.OrchRequestEnvelope(body).length > 0) return failure("INVALID_ENVELOPE", "oap.error");
  const operation = Object.values(operations).find(({ key }) => key === members.envelope_type);
  if (operation === undefined) return failure("UNKNOWN_ENVELOPE_TYPE", members.envelope_type);
  const issues = validators[operation.requestType](body);
  if (issues.length > 0) return failure("INVALID_PARAMS", operation.key, issues);
  return failure("NOT_IMPLEMENTED", operation.key);
}

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function judged(reply: (body: unknown) => Reply | string, cases: Fixtures): Promise<Judgement[]> {
  const listening = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = reply(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    const { status, envelope } = typeof answer === "string" ? { status: 200, envelope: answer } : answer;
    response
      .writeHead(status, { "content-type": "application/json" })
      .end(typeof envelope === "string" ? envelope : JSON.stringify(envelope));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  const judgements: Judgement[] = [];
  for await (const one of judgeByServer(cases, { baseUrl: `http://127.0.0.1:${port}`, idPrefix: "run-1" }))
    judgements.push(one);
  return judgements;
}

const complaints = (judgements: readonly Judgement[]) => judgements.filter(({ agrees }) => !agrees);
const expecting = (verdict: "valid" | "invalid") => ({
  ...few,
  types: few.types.map((type) => ({ ...type, cases: type.cases.filter((one) => one.verdict === verdict) })),
});

describe("the judge of servers", () => {
  test("agrees with a server that validates, over every request fixture", async () => {
    const judgements = await judged(conforming, fixtures);
    const requests = fixtures.types.filter(({ envelope }) => envelope === "request");
    expect(requests.length).toBe(Object.keys(operations).length);
    expect(judgements.length).toBe(requests.flatMap(({ cases }) => cases).length);
    expect(complaints(judgements)).toEqual([]);
  });

  test("complains of a server that accepts everything", async () => {
    const accepting = (body: unknown) => {
      const { id = "req-0", envelope_type = "oap.error" } = (
        typeof body === "object" && body !== null ? body : {}
      ) as Envelope;
      return { status: 200, envelope: { jsonrpc: "2.0", id, envelope_type, result: {} } };
    };
    const cases = expecting("invalid");
    expect(complaints(await judged(accepting, cases)).length).toBe(cases.types[0]?.cases.length);
  });

  test("complains of a server that refuses what is valid", async () => {
    const refusing = (body: unknown) => ({
      status: 422,
      envelope: {
        jsonrpc: "2.0",
        id: (body as Envelope).id,
        envelope_type: "exec.cancel",
        error: {
          code: "INVALID_PARAMS",
          message: "No.",
          details: { issues: [{ pointer: "/params", keyword: "type" }] },
        },
      },
    });
    const [first] = complaints(await judged(refusing, expecting("valid")));
    expect(first?.complaint).toBe('It was refused: INVALID_PARAMS, type at "/params".');
  });

  test("lets a server refuse valid params by a rule of its own", async () => {
    const ruling = (body: unknown) => ({
      status: 422,
      envelope: {
        jsonrpc: "2.0",
        id: (body as Envelope).id,
        envelope_type: "exec.cancel",
        error: {
          code: "INVALID_PARAMS",
          message: "No.",
          details: { issues: [{ pointer: "/params/invocation_id", keyword: "known" }] },
        },
      },
    });
    expect(complaints(await judged(ruling, expecting("valid")))).toEqual([]);
  });

  test.each<[string, (reply: Reply) => Reply | string, RegExp]>([
    [
      "another id",
      ({ status, envelope }) => ({ status, envelope: { ...envelope, id: "req-other" } }),
      /^The answer's id is req-other/,
    ],
    ["another HTTP status", ({ envelope }) => ({ status: 418, envelope }), /came with HTTP 418/],
    [
      "both result and error",
      ({ status, envelope }) => ({ status, envelope: { ...envelope, result: {} } }),
      /exactly one of/,
    ],
    ["no issues", ({ status, envelope }) => ({ status, envelope: withoutIssues(envelope) }), /is not among the issues/],
    [
      "a code of its own",
      ({ status, envelope }) => ({ status, envelope: { ...envelope, error: { code: "OOPS", message: "No." } } }),
      /OOPS is not in the table/,
    ],
    ["no JSON", () => "<html>", /no answer in JSON/],
  ])("complains of %s", async (_, spoil, complaint) => {
    const found = complaints(await judged((body) => spoil(conforming(body)), few));
    expect(found.map((one) => one.complaint)).toContainEqual(expect.stringMatching(complaint));
  });

  test("gives each exchange an identifier of its own, unless the identifier is what is tried", async () => {
    const ids: unknown[] = [];
    await judged((body) => {
      ids.push((body as Envelope | null)?.id);
      return conforming(body);
    }, few);
    const texts = ids.filter((id) => typeof id === "string");
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(5);
    expect(ids).toContain(7);
  });
});

function withoutIssues(envelope: Envelope): Envelope {
  return { ...envelope, error: { ...(envelope.error as Envelope), details: {} } };
}
