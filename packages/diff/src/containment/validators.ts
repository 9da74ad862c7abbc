import { Ajv2020, type AnySchema, type ErrorObject } from "ajv/dist/2020.js";
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

export interface Validator {
  accepts(instance: unknown): boolean;
  /** Why the instance is rejected; undefined when it is accepted. */
  failure(instance: unknown): Failure | undefined;
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
  readonly #ajv: Ajv2020;
  readonly #idByReference = new Map<string, string>();
  readonly #bySchema = new Map<unknown, Validator>();

  constructor(definitions: SchemaInContext["definitions"], assertFormats: boolean) {
    this.#definitions = definitions;
    this.#ajv = new Ajv2020({
      strict: false,
      validateSchema: false,
      validateFormats: assertFormats,
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
    const validate = this.#ajv.compile(this.#copy(schema) as AnySchema);
    const validator: Validator = {
      accepts: (instance) => validate(instance) as boolean,
      failure: (instance) => (validate(instance) ? undefined : tell(validate.errors ?? [])),
    };
    this.#bySchema.set(schema, validator);
    return validator;
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
