import { describe, expect, it } from "vitest";
import { exchangeId } from "./exchange-id.ts";

describe("an exchange identifier", () => {
  it("is a prefixed UUIDv7 of this moment", () => {
    const before = Date.now();
    const id = exchangeId();
    expect(id).toMatch(/^req_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const milliseconds = Number.parseInt(id.slice(4, 17).replace("-", ""), 16);
    expect(milliseconds).toBeGreaterThanOrEqual(before);
    expect(milliseconds).toBeLessThanOrEqual(Date.now());
  });

  it("is never the same twice", () => {
    expect(new Set(Array.from({ length: 1000 }, exchangeId)).size).toBe(1000);
  });
});
