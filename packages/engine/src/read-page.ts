import { OapError } from "@oap/protocol";
import { StoreError } from "@oap/store";

/** Reads a page of a list. A cursor that no list has given out is the caller's mistake: INVALID_PARAMS. */
export function readPage<TPage>(read: () => TPage): TPage {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "BAD_CURSOR")) throw error;
    const issues = [{ pointer: "/params/cursor", keyword: "cursor", message: error.message }];
    throw new OapError("INVALID_PARAMS", { message: error.message, details: { issues }, cause: error });
  }
}
