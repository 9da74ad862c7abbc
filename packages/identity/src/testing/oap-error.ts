import { OapError } from "@oap/protocol/errors";

/** For tests: the OapError that something throws or rejects with; fails if it does neither. */
export async function oapErrorOf(work: () => unknown): Promise<OapError> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    if (error instanceof OapError) return error;
    throw error;
  }
  throw new Error(`There was no error, but ${JSON.stringify(result)}.`);
}
