import type { JsonSchema } from "../json-schema.ts";
import type { LintContext } from "../lint-context.ts";
import { pointerToken } from "../pointer-token.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/**
 * An identifier has one named type, and whatever holds one refers to it. An identifier type is a named string type
 * with a pattern whose name ends in `Id` or `Caller`. A property re-invents it when it is an inline string and either
 * is named after it — `OrchSessionId` is the type of `orch_session_id`, `session_id`, `sessionId` — or copies its
 * pattern. A property that is plainly called `id` is named after nothing.
 */
export const namedIdentifiers: Rule = {
  name: "named-identifiers",
  title: "An identifier has one named type.",
  explanation:
    "Two inline strings for one identifier drift apart, and no compiler tells one kind of id from another. Whatever holds an identifier refers to its type.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Visit", schema: Type.Object({ session_id: Type.String({ description: "In which it was made." }) }) })',
  good: 'defineType({ ...rest, name: "Visit", schema: Type.Object({ session_id: ref(OrchSessionId, { description: "In which it was made." }) }) })',
  check: (context) => {
    const identifiers = identifierTypes(context);
    return context.types
      .filter(({ envelopeOf }) => envelopeOf === undefined)
      .flatMap(({ spec, published }) =>
        inlineStrings(published.schema, undefined, "").flatMap((inline) => {
          const reinvention = reinvented(inline, identifiers);
          return reinvention === undefined ? [] : [finding(spec.name, inline.path, reinvention)];
        }),
      );
  },
};

interface IdentifierTypes {
  readonly byMember: ReadonlyMap<string, string>;
  readonly byPattern: ReadonlyMap<string, string>;
}

interface InlineString {
  readonly member?: string;
  readonly path: string;
  readonly pattern?: string;
}

function identifierTypes({ types }: LintContext): IdentifierTypes {
  const byMember = new Map<string, string>();
  const byPattern = new Map<string, string>();
  for (const { spec, published } of types) {
    const { schema } = published;
    if (!/(Id|Caller)$/.test(spec.name) || typeof schema !== "object" || schema.type !== "string") continue;
    if (schema.pattern === undefined) continue;
    if (!byPattern.has(schema.pattern)) byPattern.set(schema.pattern, spec.name);
    const words = spec.name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
    for (const member of [words.join(""), words.slice(1).join("")]) {
      if (member !== "id" && member !== "" && !byMember.has(member)) byMember.set(member, spec.name);
    }
  }
  return { byMember, byPattern };
}

function reinvented(
  { member, pattern }: InlineString,
  { byMember, byPattern }: IdentifierTypes,
): Reinvention | undefined {
  const named = member === undefined ? undefined : byMember.get(member.replaceAll("_", "").toLowerCase());
  if (named !== undefined) return { type: named, how: "is called like" };
  const copied = pattern === undefined ? undefined : byPattern.get(pattern);
  return copied === undefined ? undefined : { type: copied, how: "copies the pattern of" };
}

interface Reinvention {
  readonly type: string;
  readonly how: string;
}

/** Every string within a schema that is no named type and no constant; the schema itself may be a named string type. */
function inlineStrings(schema: JsonSchema, member: string | undefined, path: string): readonly InlineString[] {
  if (typeof schema === "boolean") return [];
  if (schema.type === "string" && path !== "" && schema.const === undefined && schema.enum === undefined) {
    return [
      {
        path,
        ...(member === undefined ? {} : { member }),
        ...(schema.pattern === undefined ? {} : { pattern: schema.pattern }),
      },
    ];
  }
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      inlineStrings(property, name, `${path}/properties/${pointerToken(name)}`),
    ),
    ...(["items", "additionalProperties"] as const).flatMap((keyword) =>
      schema[keyword] === undefined
        ? []
        : inlineStrings(schema[keyword] as JsonSchema, undefined, `${path}/${keyword}`),
    ),
    ...(["anyOf", "oneOf"] as const).flatMap((keyword) =>
      (schema[keyword] ?? []).flatMap((branch, index) => inlineStrings(branch, member, `${path}/${keyword}/${index}`)),
    ),
  ];
}

function finding(name: string, path: string, { type, how }: Reinvention): Finding {
  return {
    name: `${name} at ${path}`,
    writtenAs: name,
    at: `/schema${path}`,
    message: `\`${path}\` is an inline string that ${how} the identifier ${type}.`,
    mend: `Use ref(${type}), or define a named type of its own if it identifies something else.`,
  };
}
