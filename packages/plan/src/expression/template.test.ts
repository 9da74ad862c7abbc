import type { JsonObject } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkExpression, type ExpressionScope } from "./expression.ts";
import { readTemplateText, renderTemplate } from "./template.ts";

const scope: ExpressionScope = {
  metadata: {},
  step: () => ({ state: "COMPLETED", output: { n: 3, text: "cat", list: [1, 2], nothing: null, ratio: 1.5 } }),
};
const render = (template: JsonObject) => renderTemplate(template, scope);
const textOf = (text: string) => {
  const outcome = render({ text });
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.text;
};

describe("a string that is exactly one expression", () => {
  it("becomes the value with its type", () => {
    expect(
      render({ a: "${ steps.a.output.n }", b: ["${steps.a.output.list}"], c: { d: "${steps.a.output.nothing}" } }),
    ).toEqual({
      ok: true,
      value: { a: 3, b: [[1, 2]], c: { d: null } },
    });
  });

  it("ends at the brace that its own tokens leave over", () => {
    expect(textOf('${ {"a": {"b": "}"}} }')).toEqual({ a: { b: "}" } });
    expect(textOf("${ '}' + \"{\" + '''}'}''' + \"\\\"}\" }")).toBe("}{}'}\"}");
    expect(textOf("${ 1 // } is not the end\n + 2 }")).toBe(3);
    expect(textOf("${ r'}' }")).toBe("}");
  });

  it("ends where the library that reads it says that it ends, whatever it is", () => {
    const tokens = [
      "'",
      '"',
      "'''",
      '"""',
      "\\\\",
      "{",
      "}",
      "{'a': ",
      "// ",
      "\n",
      "r",
      "b",
      "1",
      " + ",
      "'}'",
      "a",
      "`",
    ] as const;
    // A comment goes on to the end of its line.
    const source = fc
      .array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 9 })
      .map((chosen) => `${chosen.join("")}\n`);
    let read = 0;
    fc.assert(
      fc.property(source, (expression) => {
        if (!checkExpression(expression).ok) return;
        read += 1;
        expect(readTemplateText(`\${${expression}}`)).toEqual({ ok: true, parts: [{ expression }] });
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});

describe("a template with very many expressions", () => {
  it("has one budget of work for all of them, so that a step is bounded however many there are", () => {
    const list = Array.from({ length: 200 }, (_, index) => index);
    const costly = "${ steps.a.output.list.all(x, steps.a.output.list.all(y, x + y >= 0)) }";
    const large: ExpressionScope = { metadata: {}, step: () => ({ state: "COMPLETED", output: { list } }) };
    const template = (count: number) => ({ values: Array.from({ length: count }, () => costly) });
    expect(renderTemplate(template(1), large).ok).toBe(true);
    expect(renderTemplate(template(20), large)).toMatchObject({
      ok: false,
      message: expect.stringContaining("touch too many values"),
    });
  });
});

describe("text with expressions", () => {
  it("is text, with values as canonical JSON", () => {
    expect(textOf("${steps.a.output.text}: ${steps.a.output.n} × ${steps.a.output.ratio}")).toBe("cat: 3 × 1.5");
    expect(textOf(" ${steps.a.output.n}")).toBe(" 3");
    expect(textOf('=${steps.a.output.list}${steps.a.output.nothing}${{"b": 1, "a": true}}')).toBe(
      '=[1,2]null{"a":true,"b":1}',
    );
  });

  it("knows $${ as a literal ${, from left to right", () => {
    expect(textOf("$${steps.a}")).toBe("${steps.a}");
    expect(textOf("$$${1}")).toBe("$${1}");
    expect(textOf("costs $5 $")).toBe("costs $5 $");
    expect(textOf("$${${steps.a.output.n}}")).toBe("${3}");
  });

  it("leaves text without expressions alone, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }).filter((text) => !text.includes("${")),
        (text) => {
          expect(textOf(text)).toBe(text);
        },
      ),
    );
  });

  it("brings back any text once its ${ are escaped", () => {
    const pieces = fc.array(fc.constantFrom("$", "{", "}", "a", '"', "'", "\\", "\n"), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (chosen) => {
        const text = chosen.join("");
        expect(textOf(text.replaceAll("${", () => "$${"))).toBe(text);
      }),
    );
  });
});

describe("templates", () => {
  it("never expand member names, and keep every member", () => {
    const template = JSON.parse('{"${x}": 1, "__proto__": "${1 + 1}", "flag": true}') as JsonObject;
    const outcome = render(template);
    expect(outcome.ok && JSON.stringify(outcome.value)).toBe('{"${x}":1,"__proto__":2,"flag":true}');
  });

  it("name the place of what fails", () => {
    expect(render({ "a/b": [{ c: "${steps.a.output.missing}" }] })).toEqual({
      ok: false,
      pointer: "/a~1b/0/c",
      message: "`steps.a.output.missing`: there is no such member.",
    });
  });

  it("are bounded in what they become", () => {
    const text = "x".repeat(1_000_000);
    const large: ExpressionScope = { metadata: {}, step: () => ({ state: "COMPLETED", output: { text } }) };
    const template = (count: number) => ({ all: Array.from({ length: count }, () => "${steps.a.output.text}") });
    expect(renderTemplate(template(4), large).ok).toBe(true);
    expect(renderTemplate(template(5), large)).toMatchObject({
      ok: false,
      message: expect.stringContaining("4194304"),
    });
  });

  it("refuse an expression without an end", () => {
    expect(readTemplateText('a ${ "}" ')).toEqual({ ok: false, message: "The ${ at character 3 has no matching }." });
    expect(readTemplateText("${ // }").ok).toBe(false);
  });
});
