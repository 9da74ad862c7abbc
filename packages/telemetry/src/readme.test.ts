import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { metricDefinitions } from "./metric-definitions.ts";
import { attributeDescriptions, spanAttributes } from "./span-attributes.ts";

/** The tables of the README, as they are to stand there. */
const tables = {
  metrics: [
    "| metric | type | labels | says |",
    "| --- | --- | --- | --- |",
    ...Object.values(metricDefinitions).map(
      ({ name, type, labels, help }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`,
    ),
  ],
  attributes: [
    "| attribute | on | says |",
    "| --- | --- | --- |",
    ...Object.entries(attributeDescriptions).map(
      ([key, { spans, meaning }]) =>
        `| \`${spanAttributes[key as keyof typeof spanAttributes]}\` | ${spans.join(", ")} | ${meaning} |`,
    ),
  ],
};

describe("the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

  it.each(Object.entries(tables))("lists all %s", (name, lines) => {
    const between = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n<!-- /${name} -->`).exec(readme)?.[1];
    expect(between).toBe(lines.join("\n"));
  });

  it("names no metric and no attribute that there is not", () => {
    const known = new Set<string>([
      ...Object.values(metricDefinitions).map(({ name }) => name),
      ...Object.values(spanAttributes),
    ]);
    const named = [...readme.matchAll(/`(oap_[a-z_]+|oap\.[a-z_.]+)`/g)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !known.has(name) && name !== "oap.attempt.denied")).toEqual([]);
  });
});
