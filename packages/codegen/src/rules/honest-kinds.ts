import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

interface HonestKindsOptions {
  readonly changing: readonly string[];
  readonly reading: readonly string[];
}

/** A query reads and a command changes something: callers retry the one and not the other. */
export const honestKinds: Rule<HonestKindsOptions> = {
  name: "honest-kinds",
  title: "Queries read, commands change something.",
  explanation:
    "Clients, caches and retries trust the kind: a query that changes something is run twice by somebody. Its last word says what an operation does, and a query emits no events.",
  level: "warning",
  options: {
    properties: {
      changing: verbs("Last words of a key that change something."),
      reading: verbs("Last words of a key that only read."),
    },
    defaults: {
      changing:
        "add approve assign cancel close create delete disable enable insert invoke patch post put register reject remove rename replace reset revoke send set start stop submit update upload write".split(
          " ",
        ),
      reading: "count describe explain fetch find get list lookup peek query read search show status".split(" "),
    },
  },
  bad: 'defineQuery({ ...rest, meta: { ...rest.meta, key: "parcel.delete" } })',
  good: 'defineCommand({ ...rest, meta: { ...rest.meta, key: "parcel.delete" } })',
  check: ({ operations }, { changing, reading }) =>
    operations.flatMap(({ kind, meta: { key }, sideEffects }): Finding[] => {
      const verb = key.split(".").at(-1) ?? "";
      const found: Finding[] = [];
      if (kind === "query" && changing.includes(verb)) {
        found.push({
          name: key,
          message: `It is a query, and \`${verb}\` changes something.`,
          mend: "Make it a command, or name what it reads.",
        });
      }
      if (kind === "command" && reading.includes(verb)) {
        found.push({
          name: key,
          message: `It is a command, and \`${verb}\` only reads.`,
          mend: "Make it a query, or name what it changes.",
        });
      }
      if (kind === "query" && sideEffects.emits.length > 0) {
        found.push({
          name: key,
          at: "/sideEffects/emits",
          message: `It is a query and emits ${sideEffects.emits.map(({ event }) => event.key).join(", ")}.`,
          mend: "Make it a command: a query changes nothing, and says so to nobody.",
        });
      }
      return found;
    }),
};

function verbs(description: string) {
  return { type: "array", items: { type: "string", minLength: 1 }, description };
}
