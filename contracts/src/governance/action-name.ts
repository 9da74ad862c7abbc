import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ActionName = defineType({
  name: "ActionName",
  title: "Action name",
  description:
    "Names an action that policy decides about: `<module_id>.<capability>`, such as `image.analyze`, or an operation's key, such as `exec.plan.apply`. `*` stands for every action. 1 to 128 visible ASCII characters.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [
      { title: "a capability of a module", value: "image.analyze" },
      { title: "every action", value: "*" },
    ],
    invalid: [
      { title: "with spaces", value: "analyze the image", pointer: "", keyword: "pattern" },
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
    ],
  },
});
export type ActionName = Static<typeof ActionName.schema>;
