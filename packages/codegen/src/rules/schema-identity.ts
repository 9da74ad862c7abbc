import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** The identity of every published schema begins with one absolute name. */
export const schemaIdentity: Rule = {
  name: "schema-identity",
  title: "Schema ids begin with an absolute name of one's own.",
  explanation:
    "Every published schema is `<schemaIdBase>:<Name>:<version>` for good. A base that is relative, ends in a separator or is another team's makes ids that resolve to something else, or to nothing.",
  level: "error",
  bad: 'defineRegistry({ ...rest, schemaIdBase: "parcels/" })',
  good: 'defineRegistry({ ...rest, schemaIdBase: "urn:parcels:schema" })',
  check: ({ registry: { name, schemaIdBase } }) => {
    const found: Finding[] = [];
    if (
      !/^(urn:[a-z0-9][a-z0-9-]{0,31}:[^\s]+|https:\/\/[^\s/]+[^\s]*)$/.test(schemaIdBase) ||
      /[:/#?]$/.test(schemaIdBase)
    ) {
      found.push({
        name,
        at: "/schemaIdBase",
        message: `Its \`schemaIdBase\` is "${schemaIdBase}", which is no absolute name to build ids on.`,
        mend: "Write a URN or an https address without a separator at its end, as in urn:parcels:schema.",
      });
    }
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
      found.push({
        name,
        at: "/name",
        message: `\`${name}\` is no name of a registry.`,
        mend: "Write kebab-case, as in parcels: files and classes are named by it.",
      });
    }
    return found;
  },
};
