import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Operations of one part of the control plane agree on its version. */
export const capabilityVersions: Rule = {
  name: "capability-versions",
  title: "Operations of one capability agree on its version.",
  explanation:
    "`capability` names the part that provides an operation, and its version. Two versions of one part in one registry cannot both be what runs.",
  level: "error",
  bad: 'defineCommand({ ...rest, capability: { key: "parcels.core", version: "2.0.0" } })',
  good: 'defineCommand({ ...rest, capability: { key: "parcels.core", version: "1.0.0" } })',
  check: ({ operations }) => {
    const first = new Map<string, { readonly operation: string; readonly version: string }>();
    return operations.flatMap(({ meta, capability: { key, version } }): Finding[] => {
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, { operation: meta.key, version });
        return [];
      }
      if (other.version === version) return [];
      return [
        {
          name: meta.key,
          at: "/capability/version",
          message: `It says that ${key} is at ${version}; ${other.operation} says ${other.version}.`,
          mend: "Say one version, as one named constant.",
        },
      ];
    });
  },
};
