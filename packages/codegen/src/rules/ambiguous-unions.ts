import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import type { Rule } from "../rule.ts";
import { placeOf, schemaNodes } from "../schema-nodes.ts";
import { branchesOf, dereferenced } from "../union-branches.ts";
import type { Finding } from "../violation.ts";

/** No branch of a union swallows another; a value tells which branch it is. Unions of objects have a rule of their own, by tag. */
export const ambiguousUnions: Rule = {
  name: "ambiguous-unions",
  title: "No branch of a union swallows another.",
  explanation:
    'In `string | "auto"` the constant says nothing: every text fits the first branch, and generated types lose the second. Two arrays, or two texts of different form, leave it to the reader to try one after the other.',
  level: "warning",
  bad: 'defineType({ ...rest, name: "Target", schema: Type.Union([Type.String({ maxLength: 64 }), Type.Literal("auto")]) })',
  good: 'defineType({ ...rest, name: "Target", schema: Type.Union([Type.Integer({ minimum: 0, maximum: 9 }), Type.Literal("auto")]) })',
  check: (context) => {
    const schemaNamed = (name: string) => context.typesByName.get(name)?.published.schema;
    return schemaNodes(context).flatMap((node): Finding[] => {
      const branches = branchesOf(node.schema).map((branch) => dereferenced(branch, schemaNamed));
      return branches.flatMap((branch, index) => {
        const other = branches.findIndex((earlier, before) => before < index && meet(earlier, branch));
        if (other < 0) return [];
        return [
          {
            ...placeOf({ ...node, pointer: `${node.pointer}/anyOf/${index}` }),
            message: `Branches ${other} and ${index} both accept ${typeOf(branch)}: a value does not tell which it is.`,
            mend: "Leave one of them out, or put each into an object with a tag.",
          },
        ];
      });
    });
  },
};

/** Whether two branches that are no objects accept values of one type, constants and enums of other values aside. */
function meet(a: JsonSchema | undefined, b: JsonSchema | undefined): boolean {
  if (!isPlain(a) || !isPlain(b) || typeOf(a) !== typeOf(b)) return false;
  const [values, others] = [valuesOf(a), valuesOf(b)];
  return values === undefined || others === undefined || values.some((value) => others.includes(value));
}

function isPlain(schema: JsonSchema | undefined): schema is JsonSchemaObject {
  return typeof schema === "object" && typeof schema.type === "string" && schema.type !== "object";
}

function typeOf(schema: JsonSchema | undefined): string {
  const type = typeof schema === "object" ? schema.type : undefined;
  return type === "integer" ? "number" : String(type);
}

function valuesOf({ const: constant, enum: values }: JsonSchemaObject): readonly unknown[] | undefined {
  return constant === undefined ? values : [constant];
}
