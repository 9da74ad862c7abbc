import { Ajv2020, type AnySchema, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { mapSubschemas } from "./asserting-keywords.ts";
import { resolveReference } from "./definitions.ts";
import { expressionOf } from "./pattern.ts";
import { remembered } from "./remembered.ts";

export interface Failure {
  /** The JSON Pointer in the instance. */
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
}

/** One of several failures of an instance. */
export interface EachFailure extends Failure {
  /** The member that an object misses or refuses. */
  readonly member?: string;
  /** Whether it is of a union or a condition, which does not say what of it failed. */
  readonly isUnion: boolean;
}

export interface Validator {
  accepts(instance: unknown): boolean;
  /** Why the instance is rejected; undefined when it is accepted. */
  failure(instance: unknown): Failure | undefined;
  /** All that is wrong with the instance, in the schema's order; of a union that fails, not what each of its branches says. */
  failures(instance: unknown): readonly EachFailure[];
}

/** Compiled schemas that one set of definitions keeps at once; beyond it they are compiled anew when asked for. */
const validatorsMax = 2000;
/** Quotients this near to an integer, in decimal places, count as multiples: `0.3` is a multiple of `0.1`. */
const multipleOfPrecision = 9;

/**
 * The independent validator, Ajv 2020-12, of a schema. Every witness has passed it on both sides.
 * Own properties alone count, so that an object without `toString` is one. Throws for a schema that Ajv cannot compile.
 */
export function validatorOf({ schema, definitions }: SchemaInContext, assertFormats = true): Validator {
  const both = remembered(libraries, definitions, () => new Map<boolean, Library>());
  if ((both.get(assertFormats)?.size ?? 0) > validatorsMax) both.delete(assertFormats);
  return remembered(both, assertFormats, () => new Library(definitions, assertFormats)).validator(schema);
}

const libraries = new WeakMap<SchemaInContext["definitions"], Map<boolean, Library>>();

/** Owns one Ajv with the definitions that were reached so far, each compiled once, and the validators compiled over them. */
class Library {
  readonly #definitions: SchemaInContext["definitions"];
  readonly #assertFormats: boolean;
  readonly #ajv: Ajv2020;
  readonly #idByReference = new Map<string, string>();
  readonly #bySchema = new Map<unknown, Validator>();
  readonly #functions = new Map<unknown, ValidateFunction>();
  /** The same, going on after the first failure: slower, and asked of few instances. */
  #thorough: Library | undefined;

  constructor(definitions: SchemaInContext["definitions"], assertFormats: boolean, allErrors = false) {
    this.#definitions = definitions;
    this.#assertFormats = assertFormats;
    this.#ajv = new Ajv2020({
      strict: false,
      validateSchema: false,
      validateFormats: assertFormats,
      allErrors,
      // Says with which schema an error came, which a path does not say beyond a reference.
      verbose: allErrors,
      ownProperties: true,
      inlineRefs: false,
      logger: false,
      multipleOfPrecision,
      code: { optimize: false, regExp: Object.assign(expressionOf, { code: "new RegExp" }) },
    });
    addFormats.default(this.#ajv);
  }

  get size(): number {
    return this.#bySchema.size;
  }

  validator(schema: JsonSchema): Validator {
    const known = this.#bySchema.get(schema);
    if (known !== undefined) return known;
    const validate = this.#compiled(schema);
    const validator: Validator = {
      accepts: (instance) => validate(instance) as boolean,
      failure: (instance) => (validate(instance) ? undefined : tell(validate.errors ?? [])),
      failures: (instance) => {
        this.#thorough ??= new Library(this.#definitions, this.#assertFormats, true);
        return this.#thorough.#failuresOf(schema, instance);
      },
    };
    this.#bySchema.set(schema, validator);
    return validator;
  }

  #failuresOf(schema: JsonSchema, instance: unknown): readonly EachFailure[] {
    const validate = this.#compiled(schema);
    return validate(instance) ? [] : outermost(validate.errors ?? []);
  }

  #compiled(schema: JsonSchema): ValidateFunction {
    const known = this.#functions.get(schema);
    if (known !== undefined) return known;
    const validate = this.#ajv.compile(this.#copy(schema) as AnySchema);
    this.#functions.set(schema, validate);
    return validate;
  }

  #copy(schema: JsonSchema): JsonSchema {
    const copy = mapSubschemas(schema, (below) => this.#copy(below));
    // Ajv throws for an empty enum, which accepts nothing.
    if (typeof copy === "object" && Array.isArray(copy.enum) && copy.enum.length === 0) return false;
    if (typeof copy === "boolean" || copy.$ref === undefined) return copy;
    return { ...copy, $ref: this.#idOf(copy.$ref as string) };
  }

  #idOf(reference: string): string {
    const known = this.#idByReference.get(reference);
    if (known !== undefined) return known;
    const id = `urn:definition:${this.#idByReference.size}`;
    this.#idByReference.set(reference, id);
    this.#ajv.addSchema(this.#copy(resolveReference(reference, this.#definitions)) as AnySchema, id);
    return id;
  }
}

/** Branches of a union fail in turn and the union last; the union is what fails, unless just one branch came far. */
function tell(errors: readonly ErrorObject[]): Failure {
  const last = errors.at(-1);
  if (last === undefined) return { pointer: "", keyword: "false schema", message: "is never valid" };
  return { pointer: last.instancePath, keyword: last.keyword, message: last.message ?? "is not valid" };
}

/** Keywords that fail after what failed in their schemas. */
const unions: ReadonlySet<string> = new Set(["anyOf", "oneOf", "if", "contains", "propertyNames"]);

/** All failures but those within unions that fail: these come right before the union's own. */
function outermost(errors: readonly ErrorObject[]): readonly EachFailure[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (unions.has(error.keyword)) while (kept.length > 0 && isWithin(kept.at(-1)!, error)) kept.pop();
    kept.push(error);
  }
  return kept.map((error) => {
    const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = error.params;
    const member = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
    return {
      ...tell([error]),
      ...(typeof member === "string" && { member }),
      isUnion: unions.has(error.keyword) || error.keyword === "not",
    };
  });
}

/** Whether an error comes from a union's branch: at its value or below, and not of a keyword beside it. */
function isWithin({ instancePath, schemaPath, parentSchema, propertyName }: ErrorObject, union: ErrorObject): boolean {
  const path = union.instancePath;
  if (instancePath !== path && !instancePath.startsWith(`${path}/`)) return false;
  if (union.keyword === "propertyNames") return propertyName !== undefined;
  if (union.keyword === "contains") return schemaPath.startsWith(`${union.schemaPath}/`);
  return parentSchema !== union.parentSchema;
}
