import { describe, expect, it } from "vitest";
import { idempotencyKey } from "./idempotency-key.ts";

const attempt = { run: "inv_1", step: "a", capability: "echo", version: "1.2.0", input: { x: 1, y: [2] } };

describe("idempotencyKey", () => {
  it("is SHA-256 over the RFC 8785 form, so that the order of members means nothing", () => {
    expect(idempotencyKey(attempt)).toBe("sha256:b51c378160f8c48f770d04a93a93d031cc8d2ce1e7d92bf8447813a1b711605e");
    expect(idempotencyKey({ ...attempt, input: { y: [2], x: 1 } })).toBe(idempotencyKey(attempt));
  });

  it.each([{ run: "inv_2" }, { step: "b" }, { capability: "send" }, { version: "1.2.1" }, { input: { x: 1, y: [3] } }])(
    "differs with %o",
    (other) => {
      expect(idempotencyKey({ ...attempt, ...other })).not.toBe(idempotencyKey(attempt));
    },
  );
});
