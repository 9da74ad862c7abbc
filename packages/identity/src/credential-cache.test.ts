import { expect, it } from "vitest";
import { CredentialCache, recognisedCredentialsMax, recognisedMsMax } from "./credential-cache.ts";
import { anonymous } from "./identity.ts";

const hashOf = (number: number) => `sha256:${String(number).padStart(64, "0")}`;

it("remembers a credential for a while, and not beyond its own end", () => {
  const cache = new CredentialCache();
  cache.set(hashOf(1), anonymous, 1000);
  cache.set(hashOf(2), anonymous, 1000, 1200);
  expect(cache.get(hashOf(1), 1000 + recognisedMsMax - 1)).toBe(anonymous);
  expect(cache.get(hashOf(1), 1000 + recognisedMsMax)).toBeUndefined();
  expect(cache.get(hashOf(2), 1199)).toBe(anonymous);
  expect(cache.get(hashOf(2), 1200)).toBeUndefined();
});

it("remembers a bounded number, the latest", () => {
  const cache = new CredentialCache();
  for (let number = 0; number <= recognisedCredentialsMax; number++) cache.set(hashOf(number), anonymous, 0);
  expect(cache.get(hashOf(0), 1)).toBeUndefined();
  expect(cache.get(hashOf(1), 1)).toBe(anonymous);
  expect(cache.get(hashOf(recognisedCredentialsMax), 1)).toBe(anonymous);
});
