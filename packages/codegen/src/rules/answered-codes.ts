import type { Rule } from "../rule.ts";

/** Every code of the table is some operation's answer. */
export const answeredCodes: Rule = {
  name: "answered-codes",
  title: "Every error code is answered by some operation.",
  explanation:
    "Clients write a branch for each code of the table. One that nobody answers is work for nothing, or an answer that some operation forgot to list. It is off where a registry takes over a table that others share.",
  level: "off",
  bad: 'defineErrorCodes({ PARCEL_LOST: { meaning: "It is lost.", httpStatus: 404, jsonRpc: -32099, retryable: false, since: "1.0.0" } })',
  good: 'defineCommand({ ...rest, io: { ...rest.io, errors: { RATE_LIMITED: { when: "Too many ask at once." } } } })',
  check: ({ registry, operations }) => {
    const answered = new Set([registry.errors, ...operations.map(({ io }) => io.errors)].flatMap(Object.keys));
    return Object.keys(registry.errorCodes)
      .filter((code) => !answered.has(code))
      .map((code) => ({
        name: code,
        message: "No operation answers it.",
        mend: "List it with the operations that do, or remove it.",
      }));
  },
};
