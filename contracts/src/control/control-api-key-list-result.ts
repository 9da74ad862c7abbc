import type { Static } from "@sinclair/typebox";
import { orchPageResponse } from "../common/orch-page-response.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ApiKey } from "./api-key.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlApiKeyListResult = defineType({
  name: "ControlApiKeyListResult",
  title: "List API keys: result",
  description: "One page of the keys, the latest first, with those that were revoked or have expired.",
  stability,
  since,
  source,
  schema: orchPageResponse(ref(ApiKey)),
  examples: {
    valid: [
      { title: "none was ever created", value: { items: [] } },
      {
        title: "one of many",
        value: {
          items: [
            {
              key_id: "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
              name: "nightly import",
              caller: "service:import",
              roles: ["user"],
              created_by: "user:grace",
              created_at: "2026-03-01T09:30:00.000Z",
            },
          ],
          next_cursor: "YWZ0ZXI6MQ",
        },
      },
    ],
    invalid: [
      { title: "without items", value: { next_cursor: "YWZ0ZXI6MQ" }, pointer: "", keyword: "required" },
      {
        title: "an identifier for a key",
        value: { items: ["key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11"] },
        pointer: "/items/0",
        keyword: "type",
      },
    ],
  },
});
export type ControlApiKeyListResult = Static<typeof ControlApiKeyListResult.schema>;
