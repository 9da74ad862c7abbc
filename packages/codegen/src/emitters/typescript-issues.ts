/** The part of `validators.js` that is the same for every registry: it turns Ajv's errors into issues. */
export function issuesSource(names: readonly string[]): string {
  return `import * as compiled from "compiled-validators";

export const validators = {
${names.map((name) => `${name}: (value) => check(compiled.${name}, value),`).join("\n")}
};

function check(validate, value) {
  if (validate(value)) return [];
  const issues = new Map();
  for (const error of validate.errors) {
    if (error.keyword === "if") continue;
    const issue = issueOf(error);
    const key = JSON.stringify(issue);
    if (!issues.has(key)) issues.set(key, issue);
  }
  return [...issues.values()];
}

function issueOf({ instancePath: pointer, keyword, params, propertyName }) {
  if (keyword === "discriminator") return tagIssue(pointer, params);
  const rule = rules[keyword];
  const [message, expected] = rule === undefined ? [\`It breaks the rule \\\`\${keyword}\\\`.\`] : rule(params);
  const issue = { pointer, keyword, message: propertyName === undefined ? message : \`The name \${quote(propertyName)}: \${message}\` };
  if (expected !== undefined) issue.expected = expected;
  return issue;
}

function tagIssue(pointer, { tag, tagValue, allowedValues }) {
  const found = tagValue == null ? "" : \`, not \${quote(tagValue)}\`;
  const message = \`It must be an object whose \\\`\${tag}\\\` is \${oneOf(allowedValues)}\${found}.\`;
  return { pointer, keyword: "oneOf", message, expected: allowedValues };
}

const quote = (value) => JSON.stringify(value);
const oneOf = (values) => (values.length === 1 ? quote(values[0]) : \`one of \${values.map(quote).join(", ")}\`);
const counted = (count, one, many) => \`\${count} \${count === 1 ? one : many}\`;
const nouns = { string: "a string", number: "a number", integer: "an integer", boolean: "a boolean", object: "an object", array: "an array", null: "null" };
const comparisons = { ">=": "at least", "<=": "at most", ">": "more than", "<": "less than" };
const compared = ({ comparison, limit }) => [\`It must be \${comparisons[comparison]} \${limit}.\`, limit];
const bounded = (bound, one, many) => ({ limit }) => [\`It must have \${bound} \${counted(limit, one, many)}.\`, limit];

const rules = {
  required: ({ missingProperty }) => [\`\\\`\${missingProperty}\\\` is missing.\`, missingProperty],
  type: ({ type }) => [\`It must be \${[type].flat().map((name) => nouns[name]).join(" or ")}.\`, type],
  const: ({ allowedValue }) => [\`It must be \${quote(allowedValue)}.\`, allowedValue],
  enum: ({ allowedValues }) => [\`It must be \${oneOf(allowedValues)}.\`, allowedValues],
  pattern: ({ pattern }) => [\`It must match \${pattern}.\`, pattern],
  format: ({ format }) => [\`It must have the format \${format}.\`, format],
  minLength: bounded("at least", "character", "characters"),
  maxLength: bounded("at most", "character", "characters"),
  minItems: bounded("at least", "item", "items"),
  maxItems: bounded("at most", "item", "items"),
  minProperties: bounded("at least", "member", "members"),
  maxProperties: bounded("at most", "member", "members"),
  minimum: compared,
  maximum: compared,
  exclusiveMinimum: compared,
  exclusiveMaximum: compared,
  multipleOf: ({ multipleOf }) => [\`It must be a multiple of \${multipleOf}.\`, multipleOf],
  uniqueItems: ({ i, j }) => [\`The items \${j} and \${i} are the same; each may be there once.\`],
  additionalProperties: ({ additionalProperty }) => [\`There is no member named \${quote(additionalProperty)} here.\`],
  propertyNames: ({ propertyName }) => [\`No member may be named \${quote(propertyName)}.\`],
  "false schema": () => ["It must not be there."],
  oneOf: ({ passingSchemas }) => [\`It must be exactly one of the alternatives; it is \${passingSchemas === null ? "none" : "several"} of them.\`],
  anyOf: () => ["It is none of the alternatives."],
};
`;
}
