import { defineQuery } from "../spec/define-operation.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ControlApiKeyListParams } from "./control-api-key-list-params.ts";
import { ControlApiKeyListResult } from "./control-api-key-list-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

const source = sourceOf("wire-decisions", "controlPlane.*");

export const controlApiKeyList = defineQuery({
  meta: {
    ...controlMeta,
    source,
    key: "control.apiKey.list",
    title: "List API keys",
    description:
      "Lists the API keys, the latest first, page by page: whom each authenticates, with which roles, and whether it still works. Secrets are never listed, nor their hashes.",
    goal: "See who can call this control plane, and find the key to revoke.",
    context: "Called by operators who review access, and by whoever looks for a key that leaked.",
    tags: ["control", "identity"],
  },
  capability: { key: "control.identity", version: "1.0.0" },
  io: { input: ControlApiKeyListParams, output: ControlApiKeyListResult },
  policy: { auth: "admin", pii: ["/result/items"] },
  headers: { request: controlRequestHeaders },
});
