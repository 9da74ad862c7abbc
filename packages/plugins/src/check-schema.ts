import type { JsonObject, JsonValue, ValidationIssue } from "@oap/protocol";
import { isObject } from "./attempt-failure.ts";
import { compileSchema, definitionName, type SchemaCheck, uniqueItemsMax } from "./compile-schema.ts";
import { copyJson, escapePointer } from "./copy-json.ts";
import { subschemas } from "./map-subschemas.ts";
import { metaSchema } from "./meta-schema.ts";
import { patternFault } from "./schema-pattern.ts";

/** A schema may be this large and nest this deep. */
export const schemaLimits = { depthMax: 64, bytesMax: 256 * 1024 };
/** With every reference replaced by what it refers to, a schema may hold this many subschemas. */
export const expandedSubschemasMax = 20_000;

/**
 * Lists what is wrong with a JSON Schema that arrives at run time; empty if compileSchema may have it.
 *
 * It must be JSON Schema 2020-12 in the part whose cost has a bound: self-contained, with references to its own `$defs`
 * only, and not recursive, since the cost of recursion through alternatives grows exponentially; patterns in RE2's
 * dialect; `uniqueItems` beside a `maxItems`. Unknown keywords are refused, as most of them are misspelt.
 * Pointers lead into the schema.
 */
export function checkSchema(schema: unknown): readonly ValidationIssue[] {
  const copied = copyJson(schema, schemaLimits);
  if (!copied.ok) return [{ pointer: copied.pointer, keyword: "type", message: copied.message }];
  if (!isObject(copied.value))
    return [{ pointer: "", keyword: "type", message: "must be an object", expected: "object" }];
  compiledMetaSchema ??= compileSchema(metaSchema);
  const shape = compiledMetaSchema(copied.value);
  if (shape.length > 0) return shape;
  const issues: ValidationIssue[] = [];
  checkEach(copied.value, copied.value, "", issues);
  return issues.length > 0 ? issues : checkExpansion(copied.value);
}

let compiledMetaSchema: SchemaCheck | undefined;

function checkEach(value: JsonValue, root: JsonObject, pointer: string, issues: ValidationIssue[]): void {
  if (!isObject(value)) return;
  if (typeof value.$ref === "string") {
    const name = definitionName(value.$ref);
    const definitions = isObject(root.$defs) ? root.$defs : {};
    if (name === undefined || !Object.hasOwn(definitions, name)) {
      issues.push({
        pointer: `${pointer}/$ref`,
        keyword: "$ref",
        message: `must refer to one of the schema's own definitions, as #/$defs/<name>; there are: ${Object.keys(definitions).join(", ") || "none"}`,
      });
    }
  }
  if (typeof value.pattern === "string") {
    const fault = patternFault(value.pattern);
    if (fault !== undefined) {
      issues.push({ pointer: `${pointer}/pattern`, keyword: "pattern", message: `must be a pattern of RE2: ${fault}` });
    }
  }
  if (value.uniqueItems === true && !(typeof value.maxItems === "number" && value.maxItems <= uniqueItemsMax)) {
    issues.push({
      pointer: `${pointer}/uniqueItems`,
      keyword: "uniqueItems",
      message: `needs a maxItems of at most ${uniqueItemsMax} beside it`,
    });
  }
  for (const { path, schema } of subschemas(value)) {
    checkEach(schema, root, `${pointer}/${path.map(escapePointer).join("/")}`, issues);
  }
}

function checkExpansion(root: JsonObject): readonly ValidationIssue[] {
  const definitions = isObject(root.$defs) ? root.$defs : {};
  const sizes = new Map<string, number>();
  const open = new Set<string>();
  let recursive: string | undefined;
  const sizeOf = (value: JsonValue): number => {
    if (!isObject(value)) return 1;
    let size = 1;
    for (const { path, schema } of subschemas(value)) if (path[0] !== "$defs") size += sizeOf(schema);
    const name = typeof value.$ref === "string" ? definitionName(value.$ref) : undefined;
    return name === undefined ? size : size + sizeOfDefinition(name);
  };
  const sizeOfDefinition = (name: string): number => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    if (open.has(name)) {
      recursive ??= name;
      return 0;
    }
    open.add(name);
    const size = sizeOf(definitions[name] ?? true);
    open.delete(name);
    sizes.set(name, size);
    return size;
  };
  const total = sizeOf(root);
  for (const name of Object.keys(definitions)) sizeOfDefinition(name);
  if (recursive !== undefined) {
    return [
      {
        pointer: `/$defs/${recursive}`,
        keyword: "$ref",
        message: "must not refer to itself, directly or through others; leave the inner level open instead",
      },
    ];
  }
  if (total > expandedSubschemasMax) {
    return [
      {
        pointer: "",
        keyword: "$ref",
        message: `must hold at most ${expandedSubschemasMax} subschemas, counting each reference as what it refers to`,
      },
    ];
  }
  return [];
}
