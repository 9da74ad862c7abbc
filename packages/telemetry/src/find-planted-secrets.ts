import type { PlantedSecret } from "./planted-secrets.ts";

export interface FoundSecret {
  readonly shape: string;
  /** How it was written where it was found. */
  readonly form: string;
  /** What stands before it there. */
  readonly after: string;
}

/**
 * For tests: the secrets, each once, that are in a text, in bytes, or anywhere in an object, its exceptions, maps and bytes.
 * One is found whole as it is, in base64 at any alignment, in hexadecimal, percent-encoded and escaped as JSON once and twice;
 * and in part, if its first 12 characters are there, or any 23 in a row.
 */
export function findPlantedSecrets(where: unknown, secrets: readonly PlantedSecret[]): FoundSecret[] {
  const texts = textsIn(where);
  return secrets.flatMap(({ shape, cores }) =>
    cores.flatMap((core) => {
      for (const { form, needle } of formsOf(core)) {
        const text = texts.find((each) => each.includes(needle));
        if (text === undefined) continue;
        const at = text.indexOf(needle);
        return [{ shape, form, after: text.slice(Math.max(0, at - 40), at) }];
      }
      return [];
    }),
  );
}

/** A part of a secret that is this long is a leak too. */
const partCharacters = 12;

function formsOf(core: string): { form: string; needle: string }[] {
  const bytes = Buffer.from(core);
  const json = JSON.stringify(core).slice(1, -1);
  const hex = bytes.toString("hex");
  const percent = encodeURIComponent(core);
  const everyByte = hex.replace(/../g, "%$&");
  return [
    { form: "plain", needle: core },
    { form: "json", needle: json },
    { form: "json in json", needle: JSON.stringify(json).slice(1, -1) },
    { form: "hexadecimal", needle: hex },
    { form: "hexadecimal", needle: hex.toUpperCase() },
    { form: "percent", needle: percent },
    { form: "percent", needle: everyByte },
    { form: "percent", needle: everyByte.toUpperCase() },
    ...[0, 1, 2].flatMap((before) => {
      const needle = base64Behind(before, bytes);
      return [
        { form: "base64", needle },
        { form: "base64", needle: needle.replaceAll("+", "-").replaceAll("/", "_") },
      ];
    }),
    ...partsOf(core).map((needle) => ({ form: "part", needle })),
  ];
}

/** Parts without gaps, so that any piece of twice their length, less one, has one of them whole. */
function partsOf(core: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at + partCharacters <= core.length; at += partCharacters)
    parts.push(core.slice(at, at + partCharacters));
  return parts;
}

/** What base64 always has of some bytes that come after `before` others, whatever stands on either side. */
function base64Behind(before: number, bytes: Uint8Array): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

function textsIn(where: unknown): string[] {
  const texts: string[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "symbol") texts.push(String(value));
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      texts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1"));
      return;
    }
    if (value instanceof ArrayBuffer) texts.push(Buffer.from(value).toString("latin1"));
    // As JSON has the bytes of a Buffer.
    if (isBytes(value)) texts.push(Buffer.from(value).toString("latin1"));
    if (value instanceof URL || value instanceof Date) texts.push(String(value));
    if (value instanceof Map || value instanceof Set) for (const entry of value) visit(entry);
    for (const name of Reflect.ownKeys(value)) {
      visit(name);
      visit(memberOf(value, name));
    }
  };
  visit(where);
  return texts;
}

function isBytes(value: object): value is number[] {
  return Array.isArray(value) && value.length >= partCharacters && value.every((item) => item === (item & 0xff));
}

function memberOf(value: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
