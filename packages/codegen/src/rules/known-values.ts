import type { Rule } from "../rule.ts";
import { specMetas } from "../spec-metas.ts";
import type { Finding } from "../violation.ts";

const stabilities = ["experimental", "beta", "stable"];
const auths = ["anonymous", "user", "admin"];
const risks = ["LOW", "MEDIUM", "HIGH", "CRITICAL"];

/** What the types of the contracts close is closed for those who run contracts without the compiler, too. */
export const knownValues: Rule = {
  name: "known-values",
  title: "Stability, auth and risk have values that there are.",
  explanation:
    "Node runs contracts without looking at their types. An `auth` of `admins` would ask for a role that nobody has, or be read as no role at all, and a risk that there is not would be no risk to a policy.",
  level: "error",
  necessary: "every surface has a branch for each of these values and for no other.",
  bad: 'defineCommand({ ...rest, policy: { auth: "admins", pii: ["/params/recipient"] } })',
  good: 'defineCommand({ ...rest, policy: { auth: "admin", pii: ["/params/recipient"] } })',
  check: (context) => [
    ...specMetas(context).flatMap(({ name, meta, at }) =>
      unknown(name, `${at}/stability`, "stability", meta.stability, stabilities),
    ),
    ...context.operations.flatMap(({ meta, policy }) => unknown(meta.key, "/policy/auth", "auth", policy.auth, auths)),
    ...context.capabilities.flatMap(({ module, name, risk }) =>
      unknown(`${module}.${name}`, "/risk", "risk", risk, risks),
    ),
  ],
};

function unknown(
  name: string,
  at: string,
  what: string,
  value: string | undefined,
  known: readonly string[],
): readonly Finding[] {
  if (value !== undefined && known.includes(value)) return [];
  const message = value === undefined ? `It has no ${what}.` : `Its ${what} is "${value}", which there is not.`;
  return [{ name, at, message, mend: `Write one of ${known.join(", ")}.` }];
}
