import { pointerToken } from "../pointer-token.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import type { Finding } from "../violation.ts";

interface MemberNamesOptions {
  readonly style: "consistent" | "snake_case" | "camelCase";
}

const forms = { snake_case: /^_?[a-z0-9]+(_[a-z0-9]+)*$/, camelCase: /^_?[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$/ } as const;

/** Members of one object are written in one style. */
export const memberNames: Rule<MemberNamesOptions> = {
  name: "member-names",
  title: "The members of an object are written in one style.",
  explanation:
    "Who has to remember for each member whether it is `created_at` or `createdAt` gets it wrong. By default an object may choose its style and must keep it; with `style` all objects have the same one. One word fits every style, and so does a leading underscore; names that fit none, such as those of another standard, are left alone unless `style` is set.",
  level: "warning",
  options: {
    properties: {
      style: {
        enum: ["consistent", "snake_case", "camelCase"],
        description: "`consistent` lets each object choose its own.",
      },
    },
    defaults: { style: "consistent" },
  },
  bad: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ opens_at: ref(Timestamp), closesAt: ref(Timestamp) }) })',
  good: 'defineType({ ...rest, name: "Depot", schema: Type.Object({ opens_at: ref(Timestamp), closes_at: ref(Timestamp) }) })',
  check: (context, { style }) =>
    schemaNodes(context).flatMap((node): Finding[] => {
      const members = Object.keys(node.schema.properties ?? {});
      const wanted = style === "consistent" ? styleOfMost(members) : style;
      const other = otherThan(wanted);
      const fits = (member: string, form: keyof typeof forms) => forms[form].test(member);
      return members
        .filter((member) => !fits(member, wanted))
        .filter((member) => style !== "consistent" || (fits(member, other) && members.some(isOnly(wanted))))
        .map((member) => ({
          ...placeOf({ ...node, pointer: `${node.pointer}/properties/${pointerToken(member)}` }),
          message:
            style === "consistent"
              ? `\`${member}\` is ${other}; other members are ${wanted}.`
              : `\`${member}\` is not ${wanted}.`,
          mend: `Write it in ${wanted}; on a published contract, deprecate the old member first.`,
        }));
    }),
};

/** Whether a member has this style and no other: one word has both. */
function isOnly(style: keyof typeof forms): (member: string) => boolean {
  return (member) => forms[style].test(member) && !forms[otherThan(style)].test(member);
}

function styleOfMost(members: readonly string[]): keyof typeof forms {
  const count = (style: keyof typeof forms) => members.filter((member) => forms[style].test(member)).length;
  return count("camelCase") > count("snake_case") ? "camelCase" : "snake_case";
}

function otherThan(style: keyof typeof forms): keyof typeof forms {
  return style === "camelCase" ? "snake_case" : "camelCase";
}
