import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { Attributes } from "../governance/attributes.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

export const ControlSessionOpenParams = defineType({
  name: "ControlSessionOpenParams",
  title: "Open a session: parameters",
  description: "The session's identifier, whose it is, and what it is for.",
  stability,
  since,
  source,
  schema: Type.Object({
    session_id: ref(OrchSessionId, { description: "The session's identifier, chosen by the caller." }),
    caller: ref(OrchCaller, {
      description: "Whose session it is. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    purpose: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2048, description: "What the session is for. Policy can read it." }),
    ),
    attributes: Type.Optional(
      ref(Attributes, {
        description:
          "Facts about the session that policy can read in each of its exchanges. `tenant` and `data_sensitivity` are the members of these names of the policy context too.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { session_id: "ses-1", caller: "user:ada" } },
      {
        title: "with a purpose",
        value: {
          session_id: "ses-1",
          caller: "user:ada",
          purpose: "Sort the holiday pictures.",
          attributes: { region: "eu-west" },
        },
      },
    ],
    invalid: [
      { title: "without a caller", value: { session_id: "ses-1" }, pointer: "", keyword: "required" },
      {
        title: "an identifier with a space",
        value: { session_id: "ses 1", caller: "user:ada" },
        pointer: "/session_id",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlSessionOpenParams = Static<typeof ControlSessionOpenParams.schema>;
