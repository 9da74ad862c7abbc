const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A number in letters and digits, with leading zeros: one word, which no URL, shell or header needs to quote. */
export function base62(value: bigint, characters: number): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= 62n) text = digits[Number(rest % 62n)] + text;
  return text.padStart(characters, "0");
}
