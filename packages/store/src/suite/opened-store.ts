import type { Store } from "../store.ts";

/** What a part of the suite works on: a new place for each test. */
export interface OpenedStore {
  /** The store as it is open now. */
  store(): Store;
  /** Closes it and opens it again over what it kept. */
  reopen(): Promise<void>;
}
