import { array, assert, constantFrom, property } from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { exampleComparison, finding, hostileComparison } from "../testing/example-comparison.ts";
import { commentMarker, renderMarkdown } from "./markdown.ts";
import { markdownCode, markdownSentence } from "./markdown-escape.ts";
import { makeReport } from "./report.ts";

/** As GitHub does, with the HTML that a comment may hold. */
function toHtml(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

function tagsOf(html: string): Set<string> {
  return new Set([...html.matchAll(/<([a-zA-Z][a-zA-Z0-9-]*)/g)].map(([, tag]) => tag!.toLowerCase()));
}

/** Words where GitHub looks for mentions and references: outside code. */
function proseOf(html: string): string {
  return html.replace(/<(code|pre)\b.*?<\/\1>/gs, "").replace(/<[^>]*>/g, "");
}

const ours = ["h2", "h3", "h4", "p", "code", "pre", "strong", "details", "summary", "ul", "li", "sub", "blockquote"];

describe("markdown", () => {
  it("reads well to somebody who has never seen the tool", () => {
    expect(renderMarkdown(makeReport(exampleComparison))).toMatchSnapshot();
  });

  it("begins with a marker that stays, by which the comment is found and updated in place", () => {
    const report = makeReport(exampleComparison);
    const unchanged = makeReport({ ...exampleComparison, findings: [] });
    const markers = [report, unchanged].map((one) => renderMarkdown(one).split("\n")[0]);
    expect(markers).toEqual(["<!-- oap-diff:oap -->", "<!-- oap-diff:oap -->"]);
    expect(renderMarkdown(report, { marker: "public api" })).toMatch(/^<!-- oap-diff:public_api -->\n/);
    expect(commentMarker("a --> <script>")).toBe("<!-- oap-diff:a_--___script_ -->");
  });

  it("makes no markup, link, mention or reference of what a contract says", () => {
    const html = toHtml(renderMarkdown(makeReport(hostileComparison())));
    expect([...tagsOf(html)].filter((tag) => !ours.includes(tag))).toEqual([]);
    expect(html).not.toContain("href");
    expect(proseOf(html)).not.toMatch(/@\w|#\d|https?:\/\/|www\./);
    expect(html.match(/<h[1-6]/g)?.length).toBe(3);
  });

  it("holds that for any words", () => {
    const marks = [
      "`",
      "``",
      "\\",
      "<",
      ">",
      "&",
      "*",
      "_",
      "[",
      "]",
      "(",
      ")",
      "!",
      "~~",
      "|",
      "@a",
      "#1",
      "\n",
      "\n\n",
      "    ",
    ];
    const links = [
      "https://a.example",
      "www.a.example",
      "a@b.example",
      "<b>",
      "</details>",
      "-->",
      "<!--",
      "- ",
      "1. ",
      "# ",
      "x",
      " ",
    ];
    const words = array(constantFrom(...marks, ...links), { maxLength: 12 }).map((parts) => parts.join(""));
    assert(
      property(words, (text) => {
        const html = toHtml(`${markdownSentence(`It was \`${text}\` and ${text}`)}\n\n${markdownCode(text)}`);
        expect([...tagsOf(html)].filter((tag) => tag !== "p" && tag !== "code")).toEqual([]);
        expect(proseOf(html)).not.toMatch(/@\w|#\d|https?:\/\/|www\./);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps to what GitHub takes, and says what was left out", () => {
    const { findings } = exampleComparison;
    const many = Array.from({ length: 400 }, (_, index) => ({
      ...findings[index % 3]!,
      pointer: `/properties/p${index}`,
    }));
    const text = renderMarkdown(makeReport({ ...exampleComparison, findings: [...many, ...findings] }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\*\*Left out here for length: \d+ breaking(, .*)?\.\*\*/);
    const shown = text.match(/^#### /gm)?.length ?? 0;
    const left = Number(/length: (\d+) breaking/.exec(text)?.[1]);
    expect(shown + left).toBeGreaterThanOrEqual(403);
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect(renderMarkdown(makeReport(exampleComparison))).not.toContain("Left out");
  });

  it("opens the first proofs, folds the others, and shows no more of a long payload than its place", () => {
    const [first] = exampleComparison.findings;
    const payload = { long: Array.from({ length: 5000 }, (_, index) => index), at: "x".repeat(10_000) };
    const findings = Array.from({ length: 7 }, (_, index) => {
      return { ...first!, witness: { ...first!.witness!, payload: { ...payload, index }, pointer: "/long/2500" } };
    });
    const text = renderMarkdown(makeReport({ ...exampleComparison, findings }));
    expect(text.match(/<details open>/g)?.length).toBe(5);
    expect(text.match(/<details>/g)?.length).toBe(2);
    expect(text).toContain("    2500,\n");
    expect(text).not.toContain("    2600,\n");
    expect(text).toMatch(/… \d+ lines/);
  });

  it("shows a payload once that proves several findings in a row", () => {
    const [first, second] = exampleComparison.findings;
    const findings = [first!, { ...first!, pointer: "/properties/mode" }, second!, first!];
    const text = renderMarkdown(makeReport({ ...exampleComparison, findings }));
    expect(text.match(/^The payload of the finding above proves this one as well\.$/gm)?.length).toBe(1);
    expect(text.match(/"id": "orch_01"/g)?.length).toBe(2);
    expect(text.match(/^> /gm)?.length, "and explains each rule once").toBe(2);
  });

  it("calls versions of long names the old and the new one", () => {
    const head = { ...exampleComparison.head, label: "packages/shop/specification/version-2/openapi.yaml" };
    const text = renderMarkdown(makeReport({ ...exampleComparison, head }));
    expect(text).toContain("a client of the old version may send it, and the new version rejects it.");
    expect(text).not.toContain("a client of `main`");
  });

  it("says for whom a change matters when it names no operation", () => {
    const closed = finding({
      rule: "closed",
      subject: { part: "type", name: "A" },
      pointer: "",
      message: "It is closed.",
    });
    const text = renderMarkdown(makeReport({ ...exampleComparison, findings: [{ ...closed, breaks: ["request"] }] }));
    expect(text).toContain("Breaks **clients that send `A`**");
  });
});
