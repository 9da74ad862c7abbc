/**
 * A new exchange identifier: `req_` and a UUIDv7 (RFC 9562, 5.7), which sorts by time, so that the control plane's
 * index stays dense. `crypto.randomUUID` would be simpler, but browsers give it to secure pages only.
 */
export function exchangeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const milliseconds = Date.now().toString(16).padStart(12, "0");
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const random = Array.from(bytes.subarray(6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const hex = milliseconds + random;
  return `req_${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
