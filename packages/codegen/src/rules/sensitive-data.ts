import { operationTypeName } from "@oap/contracts";
import type { JsonSchema } from "../json-schema.ts";
import type { LintContext } from "../lint-context.ts";
import type { Rule } from "../rule.ts";
import { dereferenced, type SchemaNamed } from "../union-branches.ts";
import type { Finding } from "../violation.ts";
import { wordsOf } from "../words-of.ts";

interface SensitiveDataOptions {
  readonly words: readonly string[];
  readonly harmless: readonly string[];
}

/** What is plainly secret or personal by its name is hidden: `pii` covers it. */
export const sensitiveData: Rule<SensitiveDataOptions> = {
  name: "sensitive-data",
  title: "Members with sensitive names are covered by pii.",
  explanation:
    "Logs, ledgers and events show whatever `policy.pii` does not name. A member called `password` or `email` that no path covers is one incident away from everybody's eyes. A path covers all that is below it.",
  level: "warning",
  options: {
    properties: {
      words: {
        type: "array",
        items: { type: "string", minLength: 1 },
        description: "Names, or parts of them, that are sensitive: `date_of_birth` is three words in a row.",
      },
      harmless: {
        type: "array",
        items: { type: "string", minLength: 1 },
        description: "Whole names that are not, though a word of theirs is.",
      },
    },
    defaults: {
      words: [
        ..."password passwd passphrase pwd secret ssn email phone iban birthday birthdate cvv cvc pin credential credentials".split(
          " ",
        ),
        ..."access_token|refresh_token|bearer_token|auth_token|api_key|private_key|client_secret|date_of_birth|birth_date|credit_card|card_number|social_security|passport_number|tax_id|first_name|last_name|full_name|home_address|postal_address|street_address".split(
          "|",
        ),
      ],
      harmless: [],
    },
  },
  bad: 'defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: [] }, io: { ...rest.io, input: SignUpParams } })',
  good: 'defineCommand({ ...rest, headers: {}, policy: { auth: "user", pii: ["/params/email"] }, io: { ...rest.io, input: SignUpParams } })',
  check: (context, options) => {
    const schemaNamed: SchemaNamed = (name) => context.typesByName.get(name)?.published.schema;
    const isSensitive = (member: string) => sensitive(member, options);
    return [
      ...context.operations.flatMap(({ meta: { key }, policy }) =>
        uncovered(key, "/policy/pii", policy.pii, envelopeParts(key, context), schemaNamed, isSensitive),
      ),
      ...context.capabilities.flatMap(({ module, name, pii, input, output }) => {
        const parts = [
          { at: "/input", schema: { $ref: `#/$defs/${input.name}` } },
          { at: "/output", schema: { $ref: `#/$defs/${output.name}` } },
        ];
        return uncovered(`${module}.${name}`, "/pii", pii, parts, schemaNamed, isSensitive);
      }),
    ];
  },
};

interface Part {
  readonly at: string;
  readonly schema: JsonSchema;
}

function envelopeParts(key: string, { typesByName }: LintContext): readonly Part[] {
  return ["Request", "Success"].flatMap((envelope) => {
    const schema = typesByName.get(`${operationTypeName(key)}${envelope}`)?.published.schema;
    return schema === undefined ? [] : [{ at: "", schema }];
  });
}

function uncovered(
  name: string,
  at: string,
  pii: readonly string[],
  parts: readonly Part[],
  schemaNamed: SchemaNamed,
  isSensitive: (member: string) => boolean,
): readonly Finding[] {
  const covered = (pointer: string) => pii.some((path) => pointer === path || pointer.startsWith(`${path}/`));
  const pointers = parts.flatMap((part) => membersBelow(part.schema, part.at, schemaNamed, []));
  return [...new Set(pointers)]
    .filter((pointer) => isSensitive(pointer.slice(pointer.lastIndexOf("/") + 1)) && !covered(pointer))
    .map((pointer) => ({
      name,
      at,
      message: `${pointer} has a sensitive name, and no path of \`pii\` covers it.`,
      mend: `Add "${pointer}" to pii, or list the name as harmless in the rule's options.`,
    }));
}

/** The pointers of all members, `*` for items; a type that holds itself is entered once. */
function membersBelow(
  schema: JsonSchema,
  at: string,
  schemaNamed: SchemaNamed,
  within: readonly string[],
): readonly string[] {
  const reference = typeof schema === "object" ? schema.$ref : undefined;
  if (reference !== undefined && within.includes(reference)) return [];
  const inside = reference === undefined ? within : [...within, reference];
  const target = dereferenced(schema, schemaNamed);
  if (typeof target !== "object" || inside.length > depthMax) return [];
  return [
    ...Object.entries(target.properties ?? {}).flatMap(([member, child]) => [
      `${at}/${member}`,
      ...membersBelow(child, `${at}/${member}`, schemaNamed, inside),
    ]),
    ...(target.items === undefined ? [] : membersBelow(target.items, `${at}/*`, schemaNamed, inside)),
    ...(typeof target.additionalProperties === "object"
      ? membersBelow(target.additionalProperties, `${at}/*`, schemaNamed, inside)
      : []),
    ...[...(target.anyOf ?? []), ...(target.oneOf ?? [])].flatMap((branch) =>
      membersBelow(branch, at, schemaNamed, inside),
    ),
  ];
}

const depthMax = 16;

function sensitive(member: string, { words, harmless }: SensitiveDataOptions): boolean {
  if (harmless.includes(member)) return false;
  const name = `_${wordsOf(member).join("_")}_`;
  return words.some((word) => name.includes(`_${wordsOf(word).join("_")}_`));
}
