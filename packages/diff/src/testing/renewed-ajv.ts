import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** Uses of one Ajv: it keeps what it compiled, also of schemas that are removed. */
const usesMax = 500;

/** An Ajv of its own to judge by, made without anything of the library's, and made anew after so many uses. */
export function renewedAjv(options: ConstructorParameters<typeof Ajv2020>[0]): () => Ajv2020 {
  let uses = 0;
  let ajv: Ajv2020;
  return () => {
    if (uses % usesMax === 0) {
      ajv = new Ajv2020({
        strict: false,
        validateSchema: false,
        logger: false,
        multipleOfPrecision: 9,
        ownProperties: true,
        ...options,
      });
      addFormats.default(ajv);
    }
    uses += 1;
    return ajv;
  };
}
