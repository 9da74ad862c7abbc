import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rateLimitsDefault } from "@oap/identity";
import { expect, it } from "vitest";
import { readLimits } from "./read-limits.ts";
import { temporaryFolder } from "./testing/oap-process.ts";

const limit = { name: "quota", scope: "caller", burst: 1, perSecond: 0.5 };

async function read(content: unknown) {
  const file = join(await temporaryFolder(), "limits.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return readLimits(file);
}

it("reads a list of limits, also an empty one", async () => {
  for (const limits of [[limit], rateLimitsDefault, []]) expect(await read(limits)).toEqual(limits);
});

it("says all that is wrong, where, and what would be right", async () => {
  const file = /^The limits in \/\S+limits\.json cannot be used/;
  await expect(read("[\n{,}]")).rejects.toThrow(file);
  await expect(read('[\n{"name" 1}]')).rejects.toThrow("cannot be used: it is not JSON, at line 2 column 9.");
  await expect(read({ limits: [] })).rejects.toThrow("It must be a list of limits; an empty list limits nothing.");
  await expect(read(Array.from({ length: 17 }, () => limit))).rejects.toThrow("at most 16 limits; 17 are");
  const wrong = read([
    limit,
    { ...limit, name: " ", scope: "all" },
    { ...limit, burst: 0.5, perSecond: 0 },
    { ...limit, perSecond: undefined, window: 1 },
    7,
  ]);
  await expect(wrong).rejects.toMatchObject({
    name: "StartError",
    message: expect.stringMatching(file),
  });
  const { message } = (await wrong.catch((error: unknown) => error)) as Error;
  expect(message.split("\n").slice(1)).toEqual([
    '/1/name: give what a caller reads who is turned away, such as "daily quota", not " ".',
    '/1/scope: give "global" or "caller", not "all".',
    "/2/burst: give a number of at least 1, not 0.5.",
    "/2/perSecond: give a number above 0, not 0.",
    "/3/window: there is no such member; there are name, scope, burst, perSecond.",
    "/3/perSecond: give a number above 0.",
    "/4: give an object with name, scope, burst, perSecond.",
  ]);
});
