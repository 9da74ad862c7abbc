import { expect, it } from "vitest";
import { printable, printableLine } from "./printable.ts";

it.each([
  ["lines as they are", "Grüße, 東京 — “ok”!\nYes.", "Grüße, 東京 — “ok”!\nYes."],
  ["what moves the cursor", "a\u001b[2Jb\u009bc\r", "a\\u{1b}[2Jb\\u{9b}c\\u{d}"],
  ["what turns or hides text", "a\u202eb\u200bc\u2028", "a\\u{202e}b\\u{200b}c\\u{2028}"],
  ["half a character", "a\ud83d", "a\\u{d83d}"],
])("shows %s", (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

it("shows words on one line", () => {
  expect(printableLine(" One.\n\tTwo.\r\n\u202e")).toBe("One. Two. \\u{202e}");
});
