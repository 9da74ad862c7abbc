import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { lint } from "../lint.ts";
import { parcelRegistry } from "../parcel-registry.ts";
import { rules } from "../rules.ts";
import { configuredRules, type LintConfiguration } from "./lint-configuration.ts";
import { lintConfigurationSchema } from "./lint-configuration-schema.ts";
import { parseLintConfiguration } from "./read-lint-configuration.ts";
import { rulesPage } from "./rules-page.ts";

const packageFolder = join(import.meta.dirname, "../..");
const levelsOf = (configuration: LintConfiguration) =>
  new Map(configuredRules(rules, configuration).map(({ rule, level }) => [rule.name, level]));

describe("what is published about the rules is written from them", () => {
  it("the schema of the configuration", async () => {
    const schema = lintConfigurationSchema(rules);
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
      join(packageFolder, "oap-lint.schema.json"),
    );
    expect(
      new Ajv2020({ strict: true, strictTypes: false, strictTuples: false }).validateSchema(schema as object),
    ).toBe(true);
  });

  it("the page of rules", async () => {
    await expect(rulesPage(rules)).toMatchFileSnapshot(join(packageFolder, "RULES.md"));
  });
});

describe("levels", () => {
  it("are those of recommended unless told otherwise, and all makes warnings of what is off", () => {
    expect(levelsOf({}).get("used-types")).toBe("off");
    expect(levelsOf({ extends: "all" }).get("used-types")).toBe("warning");
    expect(levelsOf({ extends: "all" }).get("described")).toBe("error");
    expect([...levelsOf({ extends: "all" }).values()]).not.toContain("off");
  });

  it("are set one by one, with options that leave the other defaults", () => {
    const [configured] = configuredRules(
      rules.filter(({ name }) => name === "sensitive-data"),
      { rules: { "sensitive-data": ["error", { harmless: ["pin"] }] } },
    );
    expect(configured?.level).toBe("error");
    expect(configured?.options).toMatchObject({ harmless: ["pin"], words: expect.arrayContaining(["password"]) });
  });

  it("cannot go below error for what generation rests on", () => {
    const necessary = rules.filter((rule) => rule.necessary !== undefined);
    expect(necessary.length).toBeGreaterThan(5);
    for (const { name } of necessary) {
      expect(() => levelsOf({ rules: { [name]: "warning" } })).toThrow(`${name} is always an error`);
    }
  });
});

describe("a configuration that is wrong", () => {
  it.each([
    ["{", /^oap-lint.json is not JSON: /],
    ["[]", /^oap-lint.json at its root: it must be object\.$/],
    ['{ "rule": {} }', /^oap-lint.json at its root: there is no member `rule`\. Did you mean rules\?$/],
    [
      '{ "extends": "strict" }',
      /^oap-lint.json at \/extends: it must be equal to one of the allowed values: "recommended", "all"\.$/,
    ],
    [
      '{ "rules": { "sentence": "off" } }',
      /^oap-lint.json at \/rules: there is no rule `sentence`\. Did you mean sentences\?$/,
    ],
    ['{ "rules": { "sentences": "of" } }', /^oap-lint.json at \/rules\/sentences: .*"error", "warning", "off"\.$/],
    [
      '{ "rules": { "publishable": "off" } }',
      /^oap-lint.json: publishable is always an error: what cannot be published has no file\.$/,
    ],
    ['{ "rules": { "member-names": ["error", { "case": "snake" }] } }', /there is no member `case`/],
    [
      '{ "rules": { "member-names": ["error", { "style": "snake" }] } }',
      /^oap-lint.json at \/rules\/member-names\/1\/style: .*"consistent", "snake_case", "camelCase"\.$/,
    ],
    [
      '{ "ignore": [{ "rule": "sentences", "name": "ParcelId" }] }',
      /^oap-lint.json at \/ignore\/0: it must have required property 'reason'\.$/,
    ],
    [
      '{ "ignore": [{ "rule": "sentences", "name": "ParcelId", "reason": "why" }] }',
      /^oap-lint.json at \/ignore\/0\/reason: it must NOT have fewer than 10 characters\.$/,
    ],
    [
      '{ "ignore": [{ "rule": "sentense", "name": "A", "reason": "It is meant so." }] }',
      /^oap-lint.json at \/ignore\/0\/rule: there is no rule `sentense`\. Did you mean sentences\?$/,
    ],
    [
      '{ "ignore": [{ "rule": "publishable", "name": "A", "reason": "It is meant so." }] }',
      /^oap-lint.json at \/ignore\/0\/rule: publishable cannot be ignored: /,
    ],
    [
      '{ "ignore": [{ "rule": "sentences", "name": "A", "reason": "It is meant so.", "until": "soon" }] }',
      /^oap-lint.json at \/ignore\/0\/until: it must match pattern/,
    ],
    [
      '{ "ignore": [{ "rule": "sentences", "name": "A", "reason": "It is meant so.", "untill": "2027-01-01" }] }',
      /there is no member `untill`\. Did you mean until\?$/,
    ],
  ])("%s", (text, message) => {
    expect(() => parseLintConfiguration(text, "oap-lint.json")).toThrow(message);
  });
});

describe("ignored findings", () => {
  const entry = { rule: "bounded-text", name: "OrchError", reason: "The message of an error has no end." };
  const linted = (ignore: LintConfiguration["ignore"], today?: string) =>
    lint(parcelRegistry, {
      rules: rules.filter(({ name }) => name === "bounded-text" || name === "open-objects"),
      configuration: { rules: { "bounded-text": "error" }, ignore: ignore ?? [] },
      ...(today === undefined ? {} : { today }),
    });
  const names = (violations: ReturnType<typeof linted>) => violations.map(({ rule, name }) => `${rule} ${name}`);

  it("are left out by the contract's name, or by a finding's own", () => {
    const all = names(linted([]));
    expect(all).toContain("bounded-text OrchError at /properties/message");
    const without = all.filter((name) => name !== "bounded-text OrchError at /properties/message");
    expect(names(linted([entry]))).toEqual(without);
    expect(names(linted([{ ...entry, name: "OrchError at /properties/message" }]))).toEqual(without);
  });

  it("hold until the end of their last day, and are reported after it together with what they hid", () => {
    const until = { ...entry, until: "2026-06-30" };
    expect(names(linted([until], "2026-06-30"))).not.toContain("bounded-text OrchError at /properties/message");
    const expired = linted([until], "2026-07-01");
    expect(names(expired)).toContain("bounded-text OrchError at /properties/message");
    expect(expired.at(-1)).toMatchObject({
      rule: "lint-configuration",
      level: "error",
      file: "oap-lint.json",
      name: "/ignore/0",
      message: "It ignored bounded-text of OrchError until 2026-06-30.",
    });
  });

  it("are reported where there is nothing to ignore", () => {
    expect(linted([{ ...entry, name: "Nobody" }]).at(-1)).toMatchObject({
      rule: "lint-configuration",
      level: "error",
      name: "/ignore/0",
      message: "It ignores bounded-text of Nobody, and there is no such finding.",
      mend: "Remove the entry.",
    });
  });
});
