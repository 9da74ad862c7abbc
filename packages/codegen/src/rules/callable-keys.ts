import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Members of the generated client that are no namespaces. `then` would make the client look like a promise. */
const clientMembers = new Set(["call", "module", "then"]);

/** An operation's key becomes a method of the client, and what stands before it namespaces: nothing can be both. */
export const callableKeys: Rule = {
  name: "callable-keys",
  title: "Every key can be a method of the generated client.",
  explanation:
    "The key `parcel.track` is the method `client.parcel.track`. No key may begin with a member that the client has itself, nor with the whole key of another operation, which would have to be a method and a namespace at once.",
  level: "error",
  necessary: "the client has a method for each key.",
  bad: 'defineCommand({ ...rest, meta: { ...rest.meta, key: "parcel.track.later" } })',
  good: 'defineCommand({ ...rest, meta: { ...rest.meta, key: "parcel.follow" } })',
  check: ({ operations }) => {
    const keys = new Set(operations.map(({ meta }) => meta.key));
    return [...keys].flatMap((key): Finding[] => {
      const parts = key.split(".");
      const first = parts[0] ?? "";
      const method = parts.map((_, index) => parts.slice(0, index).join(".")).find((prefix) => keys.has(prefix));
      return [
        ...(clientMembers.has(first)
          ? [
              {
                name: key,
                message: `Its key begins with \`${first}\`, which the generated client needs for itself.`,
                mend: "Begin the key with another word.",
              },
            ]
          : []),
        ...(method === undefined
          ? []
          : [
              {
                name: key,
                message: `Its key begins with the key of ${method}, which is a method of the generated client and cannot be a namespace too.`,
                mend: `Give one of them another key, as in ${method}.get.`,
              },
            ]),
      ];
    });
  },
};
