import { describe, expect, it } from "vitest";
import { changesetText } from "./changeset.ts";
import { compare } from "./compare.ts";
import { type ContractSketch, sketchContract } from "./rules/contract-sketch.ts";
import { exampleComparison, finding, hostileComparison } from "./testing/example-comparison.ts";

const packages = [
  { name: "@oap/contracts", version: "1.4.0" },
  { name: "@oap/client", version: "0.4.0" },
];

describe("changeset", () => {
  it("asks for each package's bump from its own version, and names what breaks first", () => {
    expect(changesetText(exampleComparison, packages)).toMatchSnapshot();
  });

  it("is not needed where nothing has changed", () => {
    expect(changesetText({ ...exampleComparison, findings: [] }, packages)).toBeUndefined();
    expect(changesetText(exampleComparison, [])).toBeUndefined();
  });

  it("asks for a patch where only words have changed", () => {
    const words = exampleComparison.findings.filter(({ rule }) => rule === "description-changed");
    expect(changesetText({ ...exampleComparison, findings: words }, packages)).toBe(
      '---\n"@oap/contracts": patch\n"@oap/client": patch\n---\n\nThe contract `oap` describes itself better.\n',
    );
  });

  it("names what is new, and no `$id` that moved with it", () => {
    const sketch = (id: string, more: object): ContractSketch => ({
      types: {
        Order: { type: "object", properties: { sku: { type: "string" }, ...more } },
        Basket: { type: "array", items: { $ref: "#/$defs/Order" } },
      },
      typeParts: { Order: { id: `urn:Order:${id}` }, Basket: { id: `urn:Basket:${id}` } },
    });
    const [base, head] = [sketch("1", {}), sketch("2", { note: { type: "string" } })].map((one) => sketchContract(one));
    expect(changesetText(compare(base!, head!, { today: "2030-06-01" }), packages.slice(0, 1))).toBe(
      '---\n"@oap/contracts": minor\n---\n\nThe contract `example` changes.\n\n- `type Order#/properties/note`: The optional member `note` is new.\n',
    );
  });

  it("keeps its front matter, whatever a contract says, and names no more than it must", () => {
    const text = changesetText(hostileComparison("a\n---\nb"), packages) ?? "";
    expect(text.match(/^---$/gm)?.length).toBe(2);
    const closed = finding({
      rule: "closed",
      subject: { part: "type", name: "A" },
      pointer: "",
      message: "It is closed.",
    });
    const many = changesetText({ ...exampleComparison, findings: Array.from({ length: 50 }, () => closed) }, packages);
    expect(many?.match(/^- \*\*Breaking/gm)?.length).toBe(20);
    expect(many).toContain("- … and 30 more.");
  });
});
