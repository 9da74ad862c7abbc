/** The TypeScript that was generated from one version of a contract. */
export interface GeneratedTypescript {
  /** What programs import it by, such as `@oap/protocol`. */
  readonly packageName: string;
  /** Text by file name, such as `types.ts`: `index.ts` and all that it imports. */
  readonly files: ReadonlyMap<string, string>;
}
