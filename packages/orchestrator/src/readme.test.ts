import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe("the example of the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /```js program\n(?<code>[\s\S]*?)```/.exec(readme)?.groups?.code ?? "";

  it("has at most 15 lines", () => {
    const lines = example.trim().split("\n").length;
    expect(lines).toBeGreaterThan(5);
    expect(lines).toBeLessThanOrEqual(15);
  });

  it("runs by itself, and says what the README says", () => {
    const printed = execFileSync(process.execPath, ["--conditions=source", "--input-type=module", "--eval", example], {
      cwd: new URL("..", import.meta.url),
      encoding: "utf8",
    });
    expect(readme).toContain(`\`\`\`text\n${printed}\`\`\``);
  });
});
