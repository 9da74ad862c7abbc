import formats from "ajv-formats/dist/formats.js";

/** How a format that the validator asserts looks from here. */
export interface KnownFormat {
  readonly accepts: (text: string) => boolean;
  /** The strings that have the format are exactly those in which this is found. */
  readonly exact?: RegExp;
  /** Each string that has the format is one in which this is found. */
  readonly within?: RegExp;
}

/** A format of strings as the validator sees it; `ignored` where it accepts every string, undefined where it is not known. */
export function stringFormat(name: string): KnownFormat | "ignored" | undefined {
  if (!Object.hasOwn(formats.fullFormats, name)) return undefined;
  const definition = formats.fullFormats[name as keyof typeof formats.fullFormats] as unknown;
  if (definition === true || (typeof definition === "object" && (definition as { type?: string }).type === "number"))
    return "ignored";
  const within = Object.hasOwn(bounds, name) ? { within: bounds[name]! } : {};
  if (definition instanceof RegExp) return { accepts: (text) => definition.test(text), exact: definition, ...within };
  const validate = typeof definition === "function" ? definition : (definition as { validate: unknown }).validate;
  if (validate instanceof RegExp) return { accepts: (text) => validate.test(text), exact: validate, ...within };
  return { accepts: validate as (text: string) => boolean, ...within };
}

/** The integers that a format of numbers admits; undefined where it admits all numbers, or is none. */
export const numberFormats: Readonly<Record<string, { readonly minimum?: number; readonly maximum?: number }>> = {
  int32: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  int64: {},
};

const time = "\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?";
const zone = "(?:[zZ]|[+-]\\d\\d(?::?\\d\\d)?)";
const date = "\\d{4}-\\d\\d-\\d\\d";
const bounds: Readonly<Record<string, RegExp>> = {
  date: new RegExp(`^${date}$`, "u"),
  time: new RegExp(`^${time}${zone}$`, "u"),
  "date-time": new RegExp(`^${date}[tT\\s]${time}${zone}$`, "u"),
  "iso-time": new RegExp(`^${time}${zone}?$`, "u"),
  "iso-date-time": new RegExp(`^${date}[tT\\s]${time}${zone}?$`, "u"),
  duration: /^P(?:\d+[YMDWTHS]|T\d)[\dYMDTHS]*$/u,
  hostname: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-0-9a-zA-Z]{0,61}[0-9a-zA-Z])?)*\.?$/u,
  uri: /^[a-zA-Z][a-zA-Z0-9+\-.]*:[^\s]*$/u,
};
