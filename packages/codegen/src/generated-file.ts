/** One file to publish. Paths are relative to the output folder and use `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}
