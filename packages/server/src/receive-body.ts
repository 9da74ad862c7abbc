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
export function receiveBody(payload: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    // Listeners and not an iteration, which costs more than everything else that is done with a small body.
    payload.on("data", (part: Buffer) => {
      bytes += part.byteLength;
      if (bytes <= bounds.bodyBytesMax) parts.push(part);
      else parts.length = 0;
      if (bytes <= droppedBytesMax) return;
      // The stream is the connection's: destroyed, there would be no answer.
      payload.pause();
      reject(tooLarge());
    });
    payload.once("end", () => {
      if (bytes > bounds.bodyBytesMax) reject(tooLarge());
      else resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    });
    payload.once("error", reject);
    payload.once("close", () => {
      if (!payload.readableEnded) reject(new Error("The connection was closed before the body had ended."));
    });
  });
}
