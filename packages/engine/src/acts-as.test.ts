import { OapError } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { assertActsAs } from "./acts-as.ts";

describe("who acts", () => {
  it("is the caller", () => {
    expect(() => assertActsAs({ id: "ann" }, "ann", "approvedBy")).not.toThrow();
  });

  it.each(["bob", "Ann", "ann ", ""])("is nobody else: %o is refused", (value) => {
    const act = (): void => assertActsAs({ id: "ann" }, value, "approvedBy");
    expect(act).toThrow(OapError);
    expect(act).toThrow(
      expect.objectContaining({ code: "FORBIDDEN", message: expect.stringContaining("`approvedBy`") }),
    );
  });
});
