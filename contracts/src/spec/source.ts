/** The documents that the contracts are written from. Every spec cites one of them, with a section. */
export const sourceDocuments = {
  "common-types": "OAP Common Type Schema Reference",
  "execution-types": "OAP Execution Type Schema Reference",
  "execution-start": "Control plane: controlPlane.execution.start",
  "orchestration-core": "Execution orchestration core, architecture",
  "execution-governance": "Execution governance architecture",
  "oap-protocol": "OAP protocol, chapters beyond common and execution",
  "control-plane-operations": "Control plane operations",
  "execution-semantics": "Execution semantics",
  "wire-decisions": "Wire decisions",
} as const;

export type SourceDocument = keyof typeof sourceDocuments;

/** Where a contract comes from: a document and its section, such as `common-types` §3.2.1. */
export interface Source {
  readonly document: SourceDocument | (string & {});
  readonly section: string;
}

export function source(document: Source["document"], section: string): Source {
  return { document, section };
}
