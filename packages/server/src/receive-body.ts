import type { Readable } from "node:stream";
import { bounds } from "@oap/protocol/bounds";
import { tooLarge } from "./read-json.ts";

/**
 * Of a body that is too large, this many bytes are read and dropped. Most HTTP clients look for an answer only after they have sent
 * everything: refused earlier, they would report a broken connection instead of what was wrong.
 */
const droppedBytesMax = 64 * 1024 * 1024;

/**
 * Reads a body whole. It holds `bounds.bodyBytesMax` at most, however much is sent; the server's request timeout bounds how long.
 * @throws OapError PAYLOAD_TOO_LARGE
 */
export async function receiveBody(payload: Readable): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // The stream is the connection's: destroyed with it, there would be no answer.
  for await (const part of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes <= bounds.bodyBytesMax) parts.push(part);
    else parts.length = 0;
    if (bytes > droppedBytesMax) break;
  }
  if (bytes > bounds.bodyBytesMax) throw tooLarge();
  return Buffer.concat(parts);
}
