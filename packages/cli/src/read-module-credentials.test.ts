import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readModuleCredentials } from "./read-module-credentials.ts";
import { temporaryFolder } from "./testing/oap-process.ts";

const origin = "https://modules.example.org";

async function read(content: unknown) {
  const file = join(await temporaryFolder(), "credentials.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return readModuleCredentials(file, [origin, "http://127.0.0.1:7401"]);
}

it("reads an API key or a token for each origin", async () => {
  const credentials = { [origin]: { apiKey: "oap_key_1" }, "http://127.0.0.1:7401": { token: "a.b.c" } };
  expect(await read(credentials)).toEqual(credentials);
  expect(await read({})).toEqual({});
});

it("says what is wrong and what would be right, and repeats no secret", async () => {
  const one = 'give {"apiKey": "…"} or {"token": "…"}, one of them, without spaces.';
  const wrong: readonly (readonly [unknown, string])[] = [
    ['{"a": s3cret}', "it is not JSON."],
    ['{"a": "s3cret"', "it is not JSON, at line 1 column 15."],
    [["s3cret"], "It must be an object, such as"],
    [{ [origin]: "s3cret" }, `\n${origin}: ${one}`],
    [{ [origin]: { apiKey: "s3cret", token: "s3cret" } }, `\n${origin}: ${one}`],
    [{ [origin]: { secret: "s3cret" } }, `\n${origin}: ${one}`],
    [{ [origin]: { token: "s3cret\n" } }, `\n${origin}: ${one}`],
    [{ [origin]: { token: 7 } }, `\n${origin}: ${one}`],
    [{ [`${origin}/`]: { token: "s3cret" } }, `\n${origin}/: write it as ${origin}.`],
    [{ "modules.example.org": { token: "s3cret" } }, "give an origin such as https://modules.example.org."],
    [{ "https://b.example": { token: "s3cret" } }, "no module may be there; allow it by --allow-module-origin"],
  ];
  for (const [content, says] of wrong) {
    const error = await read(content).catch((refusal: Error) => refusal);
    expect.soft(error, JSON.stringify(content)).toMatchObject({ name: "StartError" });
    expect.soft((error as Error).message).toContain(says);
    expect.soft((error as Error).message).not.toContain("s3cret");
    expect.soft(String((error as Error).cause)).not.toContain("s3cret");
  }
});
