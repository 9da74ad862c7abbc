import { redactText } from "@oap/orchestrator";

/** What stands in the place of what is not shown. */
export const redacted = "[REDACTED]";
/** Longer texts are cut off, in UTF-16 code units. */
export const logTextCharactersMax = 2048;
/** Longer texts are not read at all, since a secret could be cut in two where the reading ends. */
export const logReadCharactersMax = 16_384;

/** A text as logs show it: without secrets, and bounded. It is cut only after it was redacted, so that no secret is cut in two. */
export function shownText(text: string, charactersMax = logTextCharactersMax): string {
  if (text.length > logReadCharactersMax) return `[TEXT OF ${text.length} CHARACTERS]`;
  const plain = redactText(text);
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax).toWellFormed()}…` : plain;
}
