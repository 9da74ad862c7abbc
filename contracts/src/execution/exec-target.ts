import { type Static, Type } from "@sinclair/typebox";
import { CapabilityName } from "../common/capability-name.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ExecTarget = defineType({
  name: "ExecTarget",
  title: "Execution target",
  description:
    "Names the capability that is to run. Something that is not registered is `MODULE_NOT_FOUND`, `CAPABILITY_NOT_FOUND` or `VERSION_NOT_FOUND`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "3.1"),
  schema: Type.Object({
    module_id: ref(OrchModuleId, { description: "The module that provides the capability." }),
    capability: ref(CapabilityName, { description: "The capability's name within its module." }),
    version: Type.Optional(
      Type.String({
        pattern: "^[0-9A-Za-z.*+<>=~^| -]{1,128}$",
        description:
          "An exact version such as `1.2.0`, or a semantic version range such as `^1.2`. Absent: the highest registered version that is not deprecated. Which one was chosen is recorded and returned by `exec.status.get`.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "the newest version", value: { module_id: "image", capability: "analyze" } },
      { title: "a range of versions", value: { module_id: "image", capability: "analyze", version: "^1.0" } },
    ],
    invalid: [
      { title: "without a capability", value: { module_id: "image" }, pointer: "", keyword: "required" },
      {
        title: "an empty version",
        value: { module_id: "image", capability: "analyze", version: "" },
        pointer: "/version",
        keyword: "pattern",
      },
    ],
  },
});
export type ExecTarget = Static<typeof ExecTarget.schema>;
