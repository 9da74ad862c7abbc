import type { JsonObject } from "@oap/protocol";
import type { Catalog, ResolvedCapability } from "../catalog.ts";

/** A catalog of one module, `test`, in version 1.2.0. `send` is not idempotent; `measure` has a strict input schema. */
export const catalog: Catalog = {
  resolve(target) {
    if (target.module_id !== "test") {
      return { ok: false, code: "MODULE_NOT_FOUND", message: `No module \`${target.module_id}\` is registered.` };
    }
    const capability = capabilities[target.capability];
    if (capability === undefined) {
      return {
        ok: false,
        code: "CAPABILITY_NOT_FOUND",
        message: `\`test\` has no capability \`${target.capability}\`.`,
      };
    }
    if (target.version !== undefined && target.version !== capability.version) {
      return { ok: false, code: "VERSION_NOT_FOUND", message: `There is no version ${target.version}.` };
    }
    return { ok: true, capability };
  },
};

export function resolved(name: "echo" | "send" | "measure"): ResolvedCapability {
  const capability = capabilities[name];
  if (capability === undefined) throw new Error(name);
  return capability;
}

const capabilities: { readonly [name: string]: ResolvedCapability } = {
  echo: capability("echo", true, { type: "object" }),
  send: capability("send", false, { type: "object" }),
  measure: capability("measure", true, {
    type: "object",
    required: ["image", "scale"],
    additionalProperties: false,
    properties: {
      image: { type: "string", minLength: 1 },
      scale: { $ref: "#/$defs/Scale" },
      unit: { enum: ["px", "mm"] },
      marks: { type: "array", maxItems: 2, items: { type: "object", required: ["x"] } },
    },
    $defs: { Scale: { type: "number", exclusiveMinimum: 0 } },
  }),
};

function capability(name: string, idempotent: boolean, input: JsonObject): ResolvedCapability {
  return {
    module_id: "test",
    capability: name,
    version: "1.2.0",
    input,
    output: { type: "object" },
    idempotent,
    timeoutMs: 5_000,
    risk: "LOW",
  };
}
