import { OapError } from "@oap/protocol";
import { type Store, StoreError } from "@oap/store";

/** How long to wait before the same is sent again: a disk is not mended within the second that other refusals ask for. Milliseconds. */
export const unwrittenRetryMs = 10_000;

/** Whether something was not done because the disk did not take it, as one that is full. */
export function isUnwritten(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === "WRITE_FAILED";
}

/**
 * What a caller is told whose exchange the disk did not take: OVERLOADED, since the same may pass later, and whether anything was
 * kept. Where the disk is and what it said is the operator's business: it is the `cause`, which no answer shows.
 */
export async function unwrittenRefusal(cause: StoreError, store: Pick<Store, "synced">): Promise<OapError> {
  const isKnown = await store.synced().then(always, never);
  const message = isKnown
    ? "The control plane cannot write at the moment, and nothing of this exchange was kept. Send it again later; the same id will do."
    : "The control plane cannot write until it is started again; only then it is known whether this exchange was kept. Send it again later under the same id, so that it is done once.";
  return new OapError("OVERLOADED", { message, details: { retry_after_ms: unwrittenRetryMs }, cause });
}

const always = () => true;
const never = () => false;
