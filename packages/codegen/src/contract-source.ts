/** One source file of the contracts. `path` is from the repository's root, with `/`. */
export interface ContractSource {
  readonly path: string;
  readonly text: string;
}
