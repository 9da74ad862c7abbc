import { JsonPlaces, type SyntaxFault } from "./json-places.ts";
import type { Document } from "./parse-document.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/** Reads JSON. Lines are looked for when one is asked, in the text. */
export function parseJson(text: string, label: string): Document {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notJson(new JsonPlaces(text), label, cause);
  }
  let places: JsonPlaces | undefined;
  return {
    value,
    lineOf: (pointer) => {
      places ??= new JsonPlaces(text);
      return places.placeOf(pointer).line;
    },
  };
}

function notJson(places: JsonPlaces, label: string, cause: unknown): UnreadableContract {
  const fault: SyntaxFault = places.fault() ?? { line: 1, column: 1, expected: "a JSON value" };
  return new UnreadableContract("NOT_JSON", {
    where: `${label}:${fault.line}:${fault.column}`,
    problem: "It is not JSON.",
    remedy: `Here it must go on with ${fault.expected}.`,
    cause,
  });
}
