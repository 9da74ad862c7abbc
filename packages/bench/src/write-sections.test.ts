import { describe, expect, it } from "vitest";
import { withSections } from "./write-sections.ts";

const report = "# Soak\n\n## Kills\n\nold\n\n## Start-up with 100 runs\n\nold\n\n## Disk\n\nold\n";

describe("a report", () => {
  it("gets what was run in place of what was there, and keeps the others", () => {
    expect(withSections(report, "Soak", ["## Kills\n\nnew\n"])).toBe(report.replace("old", "new"));
  });

  it("knows a heading again though its number is another", () => {
    const text = withSections(report, "Soak", ["## Start-up with 2000 runs\n\nnew\n"]);
    expect(text).toContain("\n## Start-up with 2000 runs\n\nnew\n\n## Disk\n");
    expect(text).not.toContain("100 runs");
  });

  it("gets what is new at its end, and begins where there is none", () => {
    expect(withSections(report, "Soak", ["## Contracts\n\nnew\n"])).toBe(`${report}\n## Contracts\n\nnew\n`);
    expect(withSections("", "Soak", ["## A\n\nnew\n", "## B\n\nnew\n"])).toBe("# Soak\n\n## A\n\nnew\n\n## B\n\nnew\n");
  });
});
