import { invokeOperation, protocolTypes } from "../protocol-types.ts";
import type { Rule } from "../rule.ts";
import { dereferenced, isObjectSchema } from "../union-branches.ts";
import type { Finding } from "../violation.ts";

/** What is needed to call anything is there: the common types, `exec.invoke` for capabilities, parameters by name. */
export const invocable: Rule = {
  name: "invocable",
  title: "What is needed to call anything is there.",
  explanation:
    "Operations need the common types, capabilities the operation that invokes them, and an input has parameters by name.",
  level: "error",
  necessary: "no client and no server can be generated without it.",
  bad: 'defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: [] }, io: { ...rest.io, input: ParcelId } })',
  good: "defineCommand({ ...rest, io: { ...rest.io, input: ParcelTrackParams } })",
  check: ({ registry, operations, capabilities, typesByName, tables }) => {
    const findings: Finding[] = [];
    const missing = Object.values(protocolTypes).filter((name) => !typesByName.has(name));
    if (operations.length > 0 && missing.length > 0) {
      findings.push({
        name: registry.name,
        message: `It has operations and lacks the common types ${missing.join(", ")}.`,
        mend: "List the common chapter first.",
      });
    }
    if (operations.length > 0 && !tables.some(({ name }) => name === "transport")) {
      findings.push({
        name: registry.name,
        message: "It has operations and no table named transport.",
        mend: "List the common chapter, which has the paths and media types.",
      });
    }
    if (!operations.some(({ meta }) => meta.key === invokeOperation)) {
      for (const { module, name } of capabilities) {
        findings.push({
          name: `${module}.${name}`,
          message: `It is a capability, and the registry has no operation ${invokeOperation} to invoke it by.`,
          mend: "List the execution chapter.",
        });
      }
    }
    const schemaNamed = (name: string) => typesByName.get(name)?.published.schema;
    for (const { meta, io } of operations) {
      const schema = schemaNamed(io.input.name);
      if (schema === undefined || isObjectSchema(dereferenced(schema, schemaNamed))) continue;
      findings.push({
        name: meta.key,
        message: "Its input is not an object, so that it has no parameters by name.",
        mend: "Make the input an object; put a union into one of its members.",
      });
    }
    return findings;
  },
};
