import type { Rule } from "../lint-context.ts";

/** Operations answer only codes of the closed table. */
export const knownErrorCodes: Rule = {
  name: "known-error-codes",
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
