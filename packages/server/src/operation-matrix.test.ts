import { connect } from "@oap/client";
import { errorCodes } from "@oap/protocol/errors";
import { type OperationKey, operations } from "@oap/protocol/operations";
import { validators } from "@oap/protocol/validators";
import { expect, it } from "vitest";
import { firstKey } from "./testing/first-key.ts";
import { envelope, loopbackServer, post, temporaryFolder } from "./testing/loopback-server.ts";

type Auth = (typeof operations)[OperationKey]["auth"];
type Code = keyof typeof errorCodes;

interface BadInput {
  readonly body: (key: OperationKey) => unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What it is answered before anybody asks who sent it; without it, the caller is asked for first. */
  readonly code?: Code;
}

const deep = `${"[".repeat(70)}${"]".repeat(70)}`;
const badInputs: Readonly<Record<string, BadInput>> = {
  "no JSON": { body: () => "{", code: "PARSE_ERROR" },
  "an envelope without params": {
    body: (envelope_type) => ({ jsonrpc: "2.0", id: "req-1", envelope_type }),
    code: "INVALID_ENVELOPE",
  },
  "too many levels": { body: () => deep, code: "PAYLOAD_TOO_LARGE" },
  "another media type": {
    body: () => "a=b",
    headers: { "content-type": "text/plain" },
    code: "UNSUPPORTED_MEDIA_TYPE",
  },
  "a header that disagrees": {
    body: (key) => envelope(key, {}),
    headers: { "orch-id": "another" },
    code: "HEADER_MISMATCH",
  },
  "another operation's path": {
    body: (key) => envelope(key === "control.ping" ? "exec.invoke" : "control.ping", {}),
    code: "INVALID_ENVELOPE",
  },
  "params that are a list": { body: (key) => envelope(key, []) },
};

/** Who may not call is told so; who may is told what is wrong with the params. */
const codeOf: Readonly<Record<"nobody" | "user" | "admin", Readonly<Record<Auth, Code>>>> = {
  nobody: { anonymous: "INVALID_PARAMS", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  user: { anonymous: "INVALID_PARAMS", user: "INVALID_PARAMS", admin: "FORBIDDEN" },
  admin: { anonymous: "INVALID_PARAMS", user: "INVALID_PARAMS", admin: "INVALID_PARAMS" },
};

it("answers every operation, for every role and every kind of bad input, with an error of the contracts", async () => {
  const dataDir = await temporaryFolder();
  const admin = await firstKey(dataDir, "user:grace", ["user", "admin"]);
  const { url } = await loopbackServer({ dataDir, identity: { mode: "required" }, limits: [] });
  const { secret: user = "" } = await connect({ baseUrl: url, apiKey: admin }).control.apiKey.create({
    name: "matrix",
    caller: "user:ada",
    roles: ["user"],
  });
  const credentials = { nobody: {}, user: { "orch-api-key": user }, admin: { "orch-api-key": admin } };
  for (const [role, credential] of Object.entries(credentials) as [
    "nobody" | "user" | "admin",
    Record<string, string>,
  ][]) {
    for (const key of Object.keys(operations) as OperationKey[]) {
      for (const [title, { body, headers, code }] of Object.entries(badInputs)) {
        const answer = await post(`${url}${operations[key].path}`, body(key), { ...credential, ...headers });
        const wanted = code ?? codeOf[role][operations[key].auth];
        const what = `${key}, ${role}, ${title}: ${answer.body?.error?.message}`;
        expect.soft([answer.status, answer.body?.error?.code], what).toEqual([errorCodes[wanted].httpStatus, wanted]);
        expect.soft(validators.OrchErrorEnvelope(answer.body), what).toEqual([]);
      }
    }
  }
  const { items } = await connect({ baseUrl: url, apiKey: admin }).controlPlane.execution.list({});
  expect(items).toEqual([]);
});
