import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { exampleComparison, finding, hostileComparison } from "../testing/example-comparison.ts";
import { makeReport } from "./report.ts";
import { renderText } from "./text.ts";

describe("text", () => {
  it("shows what breaks first and in full, and folds what is compatible", () => {
    expect(renderText(makeReport(exampleComparison))).toMatchSnapshot();
  });

  it("lists everything when asked", () => {
    const text = renderText(makeReport(exampleComparison), { all: true });
    expect(text).toContain("method-added  operation exec.batch.submit");
    expect(text).not.toContain("--all");
  });

  it("says in a line that nothing has changed", () => {
    expect(renderText(makeReport({ ...exampleComparison, findings: [] }))).toBe(
      "✓ No change  oap: main → working tree\n",
    );
  });

  it("calls nothing fine that was not proven, though it may pass", () => {
    const unknown = {
      ...exampleComparison,
      findings: exampleComparison.findings.filter(({ verdict }) => verdict === "UNKNOWN"),
    };
    expect(renderText(makeReport(unknown, { failOn: "breaking" }))).toMatch(/^! \d+ change/);
    expect(renderText(makeReport(unknown))).toMatch(/^✗ /);
  });

  it("is coloured only when asked, and reads the same", () => {
    const report = makeReport(exampleComparison);
    const coloured = renderText(report, { colour: true });
    expect(renderText(report)).not.toContain("\u001b");
    expect(coloured).toContain("\u001b[31mrequired-added\u001b[39m");
    expect(stripVTControlCharacters(coloured), "names need no backticks where they have a colour").toBe(
      renderText(report).replaceAll("`", ""),
    );
  });

  it("sends no control character of a contract to the terminal", () => {
    const codes = [...renderText(makeReport(hostileComparison()), { all: true })].map((one) => one.codePointAt(0) ?? 0);
    const controls = codes.filter(
      (code) => (code < 0x20 && code !== 0x0a) || (code > 0x7e && code < 0xa0) || code === 0x202e,
    );
    expect(controls).toEqual([]);
  });

  it("stops after fifty of a kind, and says how many there are besides", () => {
    const closed = finding({
      rule: "closed",
      subject: { part: "type", name: "A" },
      pointer: "",
      message: "It is closed.",
    });
    const report = makeReport({ ...exampleComparison, findings: Array.from({ length: 73 }, () => closed) });
    const shown = (text: string) => text.match(/ {2}closed {2}type A/g)?.length;
    expect(shown(renderText(report))).toBe(50);
    expect(renderText(report)).toContain("… and 23 more; --all lists them.");
    expect(shown(renderText(report, { all: true }))).toBe(73);
  });
});
