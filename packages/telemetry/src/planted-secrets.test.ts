import { redactExecutionLog } from "@oap/orchestrator";
import { describe, expect, it } from "vitest";
import { findPlantedSecrets } from "./find-planted-secrets.ts";
import { plantedJson, plantedSecret, plantedSecrets, plantedText } from "./planted-secrets.ts";

const secrets = plantedSecrets("these");

describe("planted secrets", () => {
  it("are the same for the same origin, and others for another", () => {
    expect(plantedSecrets("these")).toEqual(secrets);
    expect(findPlantedSecrets(plantedSecrets("others"), secrets)).toEqual([]);
    expect(new Set(secrets.map(({ shape }) => shape)).size).toBe(secrets.length);
  });

  it.each(secrets.map((secret) => [secret.shape, secret] as const))("of the shape %s are redacted", (_, secret) => {
    const logged = secret.name === undefined ? { list: [`so: ${secret.text} .`] } : { [secret.name]: [secret.text] };
    expect(findPlantedSecrets(logged, [secret])).not.toEqual([]);
    expect(findPlantedSecrets(redactExecutionLog(logged), [secret])).toEqual([]);
  });

  it("are all redacted where they stand together", () => {
    expect(findPlantedSecrets(redactExecutionLog(plantedText(secrets)), secrets)).toEqual([]);
    expect(findPlantedSecrets(redactExecutionLog(plantedJson(secrets)), secrets)).toEqual([]);
  });
});

describe("finding planted secrets", () => {
  it("finds every one that is planted", () => {
    const found = new Set(findPlantedSecrets(plantedJson(secrets), secrets).map(({ shape }) => shape));
    expect(found).toEqual(new Set(secrets.map(({ shape }) => shape)));
    const inText = new Set(findPlantedSecrets(plantedText(secrets), secrets).map(({ shape }) => shape));
    expect(inText).toEqual(new Set(secrets.filter(({ name }) => name === undefined).map(({ shape }) => shape)));
  });

  const core = "x/Pläнt+'d\"\\secret\n?0123456789";
  const secret = plantedSecret("odd", core);
  const bytes = Buffer.from(core);
  const escaped = JSON.stringify(core);
  it.each([
    ["plain", `before ${core} after`],
    ["json", JSON.stringify({ a: core })],
    ["json in json", JSON.stringify({ a: escaped })],
    ["hexadecimal", `0x${bytes.toString("hex")}00`],
    ["hexadecimal", bytes.toString("hex").toUpperCase()],
    ["percent", `?a=${encodeURIComponent(core)}&b`],
    ["percent", [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")],
    ["base64", Buffer.from(`${core} at the start`).toString("base64")],
    ["base64", Buffer.from(`1${core}, one behind`).toString("base64")],
    ["base64", Buffer.from(`12${core}`).toString("base64")],
    ["base64", Buffer.from(`123${core}, three behind`).toString("base64url")],
    ["part", `it was cut: ${core.slice(5)}`],
  ])("finds one in the form %s", (form, where) => {
    expect(findPlantedSecrets(where, [secret])).toContainEqual(expect.objectContaining({ shape: "odd", form }));
  });

  it.each([
    ["bytes", Buffer.from(`a${core}b`)],
    ["bytes of another type", new Uint8Array(Buffer.from(core))],
    ["an array buffer", Uint8Array.from(Buffer.from(core)).buffer],
    ["bytes as JSON has them", JSON.parse(JSON.stringify({ a: Buffer.from("0123456789abcdef") }))],
    ["a member's name", { [`a${core}`]: 1 }],
    ["a map", new Map([[1, [core]]])],
    ["a set", new Set([core])],
    ["an exception", new Error(core)],
    ["the cause of one", new Error("x", { cause: { a: [new Error(core)] } })],
    ["a hidden member", Object.defineProperty({}, "a", { value: core })],
    ["a member under a symbol", { [Symbol("a")]: core }],
    ["a URL", new URL("https://h/?a=0123456789abcdef")],
  ])("finds one in %s", (_, where) => {
    const ascii = plantedSecret("ascii", "0123456789abcdef");
    expect(findPlantedSecrets(where, [secret, ascii])).not.toEqual([]);
  });

  it("finds nothing where there is nothing, and ends where objects contain themselves", () => {
    const loop: Record<string, unknown> = { a: [1, null, undefined, "short"], date: new Date(0) };
    loop.self = loop;
    expect(findPlantedSecrets(loop, [...secrets, secret])).toEqual([]);
  });

  it("finds a real part of a longer one, and says what stands before it", () => {
    const [first] = secrets;
    const where = `the key is …${first?.cores[0]?.slice(10, 40)}`;
    expect(findPlantedSecrets(where, secrets)).toEqual([
      { shape: first?.shape, form: "part", after: `the key is …${first?.cores[0]?.slice(10, 12)}` },
    ]);
  });
});
