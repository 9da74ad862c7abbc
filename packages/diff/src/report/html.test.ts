import { describe, expect, it } from "vitest";
import { exampleComparison, hostileComparison } from "../testing/example-comparison.ts";
import { renderHtml } from "./html.ts";
import { makeReport } from "./report.ts";

const html = renderHtml(makeReport(exampleComparison));
const tagsOf = (page: string) => [...page.matchAll(/<(\/?[a-zA-Z][a-zA-Z0-9]*)/g)].map(([, tag]) => tag!);

describe("html", () => {
  it("is one page without scripts, forms or anything from elsewhere", () => {
    for (const tag of ["script", "link", "img", "iframe", "form"]) expect(tagsOf(html)).not.toContain(tag);
    expect(html).not.toMatch(/url\(|@import|src=|https?:/);
    expect(html).toContain("default-src 'none'");
  });

  it("makes no markup of what a contract says", () => {
    const allowed = new Set([...tagsOf(html)]);
    const hostile = renderHtml(makeReport(hostileComparison()));
    expect(tagsOf(hostile).filter((tag) => !allowed.has(tag))).toEqual([]);
    expect(hostile).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it("closes what it opens, in order", () => {
    const open: string[] = [];
    for (const tag of tagsOf(html).filter((name) => !["meta", "br"].includes(name))) {
      if (tag.startsWith("/")) expect(open.pop()).toBe(tag.slice(1));
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });

  it("can be read without seeing it: a language, a title, headings in order, named regions, no meaning by colour alone", () => {
    expect(html).toContain('<html lang="en">');
    expect(html).toContain("<title>3 breaking changes · oap</title>");
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
    for (const name of ["breaking", "unknown", "warnings", "acknowledged", "compatible"]) {
      expect(html).toContain(`<section id="${name}" class="${name}" aria-labelledby="${name}-title">`);
      expect(html).toContain(`href="#${name}"`);
    }
  });

  it("marks the line at which a payload is rejected", () => {
    expect(html).toContain("<mark>  &quot;params&quot;: {</mark>");
    expect(html).toContain("<mark>    &quot;state&quot;: &quot;PAUSED&quot;</mark>");
  });
});
