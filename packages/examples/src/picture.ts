import { readFile } from "node:fs/promises";

/** A picture as the image module takes it. */
export interface Picture {
  /** Its file name. */
  readonly name: string;
  /** Its bytes in base64 (RFC 4648, section 4). */
  readonly base64: string;
  /** Such as `image/png`. */
  readonly mimeType: string;
}

/** Reads the picture that comes with the examples: a photograph of 451 × 300 pixels; pictures/README.md says whose it is. */
export async function readPicture(): Promise<Picture> {
  const name = "chelsea.png";
  // Sources and built files both lie one folder below the package.
  const bytes = await readFile(new URL(`../pictures/${name}`, import.meta.url));
  return { name, base64: bytes.toString("base64"), mimeType: "image/png" };
}
