import type { CapabilityDescriptor } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { issuesOf, policySetOf, sourcesOf } from "../testing/compiled-policies.ts";
import { compilePolicySet } from "./compile-policy-set.ts";
import { formatPolicyIssue } from "./policy-issue.ts";
import { readPolicyFolder } from "./policy-sources.ts";

const scope = "(principal, action, resource)";

describe("a set with an issue is no set, and the issue says where", () => {
  it.each([
    ["a word that is none of Cedar's", `// é\n@id("a")\npremit ${scope};`, "rules.cedar:3:1", "premit"],
    ["an end that is missing", `@id("a") permit ${scope}`, "rules.cedar:1:", "unexpected end of input"],
    ["no name", `permit ${scope};`, "rules.cedar:1:1", "@id"],
    ["a name twice", `@id("a") permit ${scope};\n\n@id("a") forbid ${scope};`, "rules.cedar:3:1", "rules.cedar:1 has"],
    ["an annotation twice", `@id("a") @id("b") permit ${scope};`, "rules.cedar:1:10", "duplicate annotation"],
    ["a misspelled annotation", `@id("a") @decison("HITL_REQUIRED") permit ${scope};`, "rules.cedar:1:1", "@decison"],
    ["a decision that there is not", `@id("a") @decision("MAYBE") permit ${scope};`, "rules.cedar:1:1", '"MAYBE"'],
    ["a permit that denies", `@id("a") @decision("DENY") permit ${scope};`, "rules.cedar:1:1", '"DENY"'],
    ["a forbid that allows", `@id("a") @decision("ALLOW") forbid ${scope};`, "rules.cedar:1:1", '"ALLOW"'],
    ["a risk in lower case", `@id("a") @risk("high") permit ${scope};`, "rules.cedar:1:1", "@risk"],
    ["a constraint that is not JSON", `@id("a") @constraint("READ_ONLY") permit ${scope};`, "rules.cedar:1:1", "JSON"],
    [
      "a constraint that nobody enforces",
      `@id("a") @constraint("{\\"code\\":\\"NO_NETWORK\\",\\"scope\\":\\"action\\"}") permit ${scope};`,
      "rules.cedar:1:1",
      "NO_NETWORK",
    ],
    [
      "a part without constraints",
      `@id("a") @decision("PARTIAL_ALLOW") permit ${scope};`,
      "rules.cedar:1:1",
      "@constraint",
    ],
    [
      "constraints of a whole",
      `@id("a") @decision("ALLOW") @constraint("{\\"code\\":\\"READ_ONLY\\",\\"scope\\":\\"action\\"}") permit ${scope};`,
      "rules.cedar:1:1",
      "PARTIAL_ALLOW",
    ],
    ["an approver of nothing", `@id("a") @approver("admin") permit ${scope};`, "rules.cedar:1:1", "@approver"],
    ["a template", `@id("a") permit (principal == ?principal, action, resource);`, "rules.cedar:1:1", "Templates"],
    [
      "a role that there is not",
      `@id("a") permit (principal in Role::"root", action, resource);`,
      "rules.cedar:1:31",
      "Role",
    ],
    [
      "a risk that there is not",
      `@id("a")\npermit ${scope}\nwhen { context.risk == Risk::"HIHG" };`,
      "rules.cedar:3:24",
      "HIHG",
    ],
    [
      "an action without a dot",
      `@id("a") permit (principal, action == Action::"fetch", resource);`,
      "rules.cedar:1:",
      "fetch",
    ],
    ["a fact that there is not", `@id("a") permit ${scope} when { context.rsik == 1 };`, "rules.cedar:1:", "rsik"],
    [
      "a fact that may be absent",
      `@id("a") permit (principal, action in Action::"invoke", resource) when { context.attempt == 1 };`,
      "rules.cedar:1:",
      "attempt",
    ],
    [
      "types that do not go together",
      `@id("a") permit ${scope} when { context.risk == "HIGH" };`,
      "rules.cedar:1:",
      "types",
    ],
    ["a rule that never applies", `@id("a")\nforbid ${scope} when { false };`, "rules.cedar:1:1", "impossible"],
    [
      "an input that is read in silence",
      `@id("a") permit (principal, action == Action::"http.fetch", resource) when { context has input && context.input.url == "x" };`,
      "rules.cedar:1:1",
      "@input",
    ],
    ["an input that is not read", `@id("a") @input permit ${scope};`, "rules.cedar:1:1", "context.input"],
    [
      "an input of no named action",
      `@id("a") @input permit (principal, action in Action::"invoke", resource) when { context.input.url == "x" };`,
      "rules.cedar:1:",
      "input",
    ],
    [
      "a member that the input has not",
      `@id("a") @input permit (principal, action == Action::"http.fetch", resource) when { context has input && context.input.uri == "x" };`,
      "rules.cedar:1:",
      "uri",
    ],
  ])("%s", (_, text, place, what) => {
    const issues = issuesOf(sourcesOf(text));
    expect(issues).not.toEqual([]);
    expect(issues[0]).toContain(place);
    expect(issues.join("\n")).toContain(what);
  });

  it("lists the issues of all files, each in its own", () => {
    const manifest = JSON.stringify({ name: "n", description: "d" });
    const files = { "a.cedar": "premit();", "b.cedar": `\npermit ${scope};` };
    expect(issuesOf({ manifest, files }).map((issue) => issue.split(": ")[0])).toEqual(["a.cedar:1:1", "b.cedar:2:1"]);
  });

  it("refuses any other text, or compiles it: it never throws", () => {
    const pieces = fc.constantFrom(
      '@id("a")',
      "permit",
      "forbid",
      scope,
      ";",
      "when {",
      "}",
      "context",
      "\u{10ffff}",
      "\ud800",
      '"',
      "//",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((each) => each.join(" ")),
        ),
        (text) => {
          expect(compilePolicySet(sourcesOf(text))).toHaveProperty("ok");
        },
      ),
    );
  });
});

describe("the manifest", () => {
  const files = { "a.cedar": `@id("a") permit ${scope};`, "b.cedar": `@id("b") forbid ${scope};` };
  const manifest = { name: "n", description: "d", order: ["b.cedar", "a.cedar"] };

  it("puts the rules in its order, and by name without one", () => {
    const ids = (text: object) => {
      const compilation = compilePolicySet({ manifest: JSON.stringify(text), files });
      return compilation.ok ? [...compilation.policySet.rules.keys()] : compilation.issues;
    };
    expect(ids(manifest)).toEqual(["b", "a"]);
    expect(ids({ name: "n", description: "d" })).toEqual(["a", "b"]);
  });

  it.each([
    ["nothing", "", "must be there"],
    ["a list", "[]", "must be there"],
    ["no name", JSON.stringify({ ...manifest, name: " " }), "`name`"],
    ["no description", JSON.stringify({ name: "n" }), "`description`"],
    ["another member", JSON.stringify({ ...manifest, version: 1 }), '"version"'],
    ["a forgotten file", JSON.stringify({ ...manifest, order: ["a.cedar"] }), "leaves out b.cedar"],
    ["a missing file", JSON.stringify({ ...manifest, order: ["a.cedar", "b.cedar", "c.cedar"] }), "no such file"],
    ["a file twice", JSON.stringify({ ...manifest, order: ["a.cedar", "a.cedar", "b.cedar"] }), "twice"],
    ["an order that is none", JSON.stringify({ ...manifest, order: "a.cedar" }), "list of file names"],
  ])("with %s is refused", (_, text, what) => {
    const issues = issuesOf({ manifest: text, files });
    expect(issues.join("\n")).toContain(what);
    expect(issues[0]).toMatch(/^manifest\.json:1:1: /);
  });
});

describe("warnings", () => {
  const forecast: CapabilityDescriptor = {
    name: "forecast",
    version: "1.0.0",
    type: "t",
    description: "d",
    input: { type: "object", properties: { city: { type: "string" } } },
    output: { type: "object" },
    risk: "LOW",
    idempotent: true,
    module_id: "weather",
  };

  it("name what nobody has registered, until somebody does", () => {
    const text = `@id("a") permit (principal, action == Action::"weather.forecast", resource in Module::"weather");
@id("b") forbid (principal, action, resource == Capability::"htpp.fetch");`;
    const warnings = (registered: readonly CapabilityDescriptor[]) => {
      const compilation = compilePolicySet(sourcesOf(text), registered);
      return compilation.ok ? compilation.policySet.warnings.map(formatPolicyIssue) : compilation.issues;
    };
    expect(warnings([])).toEqual([
      'rules.cedar:1:1: The policy `a` names Action::"weather.forecast", which nobody has registered.',
      'rules.cedar:1:1: The policy `a` names Module::"weather", which nobody has registered.',
      'rules.cedar:2:1: The policy `b` names Capability::"htpp.fetch", which nobody has registered.',
    ]);
    expect(warnings([forecast])).toHaveLength(1);
  });

  it("say that a set without policies denies everything", () => {
    expect(policySetOf().warnings[0]?.message).toContain("everything is denied");
  });
});

describe("readPolicyFolder", () => {
  const folder = { "manifest.json": "{}", "a.cedar": "// a", "README.md": "no", "b.cedar": "// b" };
  const reader = (names: readonly string[]) => ({
    names: async () => names,
    read: async (name: string) => folder[name as keyof typeof folder],
  });

  it("takes the manifest and the policies, and leaves other files alone", async () => {
    expect(await readPolicyFolder(reader(Object.keys(folder)))).toEqual({
      manifest: "{}",
      files: { "a.cedar": "// a", "b.cedar": "// b" },
    });
  });

  it("yields what does not compile where there is no manifest", async () => {
    const sources = await readPolicyFolder(reader(["a.cedar"]));
    expect(issuesOf(sources)).not.toEqual([]);
  });
});
