export { banner, type CommentStyle } from "./banner.ts";
export { buildModel, type Locations } from "./build-model.ts";
export { compareFiles, differenceLines, type FileDifferences } from "./compare-files.ts";
export type { ContractSource } from "./contract-source.ts";
export { type Emitter, emitters } from "./emitters.ts";
export { type GenerateInput, generate } from "./generate.ts";
export type { GeneratedFile } from "./generated-file.ts";
export { compareGenerated, type GeneratedFolderOptions, writeGenerated } from "./generated-folder.ts";
export type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
export { lint } from "./lint.ts";
export { locateSpecs } from "./locate-specs.ts";
export type {
  ErrorCodeEntry,
  Location,
  Model,
  Placed,
  PublishedCapability,
  PublishedEvent,
  PublishedHeader,
  PublishedOperation,
  PublishedType,
} from "./model.ts";
export type { PublicationOptions } from "./publication-options.ts";
export { type PublishedSchema, publishSchema, type Refusal } from "./publish-schema.ts";
export { readSources } from "./read-sources.ts";
export { ContractViolations, type Violation, violationText } from "./violation.ts";
