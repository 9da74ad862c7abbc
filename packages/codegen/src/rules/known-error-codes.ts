import type { Rule } from "../rule.ts";

/** Operations answer only codes of the closed table. */
export const knownErrorCodes: Rule = {
  name: "known-error-codes",
  title: "Operations answer codes of the table, and say when.",
  explanation:
    "The table fixes what a code means for HTTP, JSON-RPC and retries. A code that is not in it means nothing to a client.",
  level: "error",
  necessary: "a code outside of the table has no status and no type.",
  bad: 'defineCommand({ ...rest, io: { ...rest.io, errors: { PARCEL_LOST: { when: "It is lost." } } } })',
  good: 'defineCommand({ ...rest, io: { ...rest.io, errors: { UPSTREAM_UNAVAILABLE: { when: "The depot does not answer." } } } })',
  check: ({ registry, operations }) =>
    [
      { name: registry.name, errors: registry.errors },
      ...operations.map(({ meta, io }) => ({ name: meta.key, errors: io.errors })),
    ].flatMap(({ name, errors }) =>
      Object.entries(errors).flatMap(([code, { when }]) => [
        ...(code in registry.errorCodes
          ? []
          : [
              {
                name,
                message: `It answers ${code}, which the table of error codes does not have.`,
                mend: "Use a code of the table, or add it there.",
              },
            ]),
        ...(when.trim() === ""
          ? [{ name, message: `It does not say when it answers ${code}.`, mend: "Say when." }]
          : []),
      ]),
    ),
};
