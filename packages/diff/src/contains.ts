import { closeSchema } from "./containment/close-schema.ts";
import { isSameSchema } from "./containment/same-schema.ts";
import { ingredientsOf, sampleInstances } from "./containment/sample-instances.ts";
import { seededRandom } from "./containment/seeded-random.ts";
import { validatorOf } from "./containment/validators.ts";
import type { Containment, ContainmentOptions, SchemaInContext } from "./containment.ts";

const samplesMax = 400;

/** Whether every value that the left schema accepts is accepted by the right one: a proof, a witness that Ajv confirms, or an honest unknown. */
export function contains(left: SchemaInContext, right: SchemaInContext, options: ContainmentOptions = {}): Containment {
  if (isSameSchema(left, right)) return { verdict: "contained" };
  try {
    const producer = options.closeLeft === true ? closeSchema(left) : left;
    const accepting = validatorOf(producer, options.assertFormats ?? true);
    const rejecting = validatorOf(right, options.assertFormats ?? true);
    for (const instance of sampleInstances(producer, ingredientsOf(producer, right), samplesMax, seededRandom(1))) {
      const failure = rejecting.failure(instance);
      if (failure !== undefined && accepting.accepts(instance)) return { verdict: "witness", instance, ...failure };
    }
    return { verdict: "unknown", reason: "no proof and no witness was found" };
  } catch (cause) {
    return { verdict: "unknown", reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** A valid instance of a schema, small where one is found; undefined where none is. */
export function sample({ schema, definitions }: SchemaInContext): unknown {
  const accepting = validatorOf({ schema, definitions });
  const guesses = sampleInstances(
    { schema, definitions },
    ingredientsOf({ schema, definitions }),
    samplesMax,
    seededRandom(1),
  );
  return guesses
    .filter((instance) => accepting.accepts(instance))
    .sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0];
}
