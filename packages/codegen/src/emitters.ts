import { emitAsyncApi } from "./emitters/asyncapi.ts";
import { emitContract } from "./emitters/contract.ts";
import { emitDocs } from "./emitters/docs.ts";
import { emitFixtures } from "./emitters/fixtures.ts";
import { emitJsonSchema } from "./emitters/json-schema.ts";
import { emitOpenApi } from "./emitters/openapi.ts";
import { emitOpenRpc } from "./emitters/openrpc.ts";
import { emitSchemasPackage } from "./emitters/schemas-package.ts";
import { emitSourceMap } from "./emitters/source-map.ts";
import { emitTypescriptBounds } from "./emitters/typescript-bounds.ts";
import { emitTypescriptCall } from "./emitters/typescript-call.ts";
import { emitTypescriptCapabilities } from "./emitters/typescript-capabilities.ts";
import { emitTypescriptClient } from "./emitters/typescript-client.ts";
import { emitTypescriptErrors } from "./emitters/typescript-errors.ts";
import { emitTypescriptEvents } from "./emitters/typescript-events.ts";
import { emitTypescriptHeaders } from "./emitters/typescript-headers.ts";
import { emitTypescriptIndex } from "./emitters/typescript-index.ts";
import { emitTypescriptOpenApi } from "./emitters/typescript-openapi.ts";
import { emitTypescriptOperations } from "./emitters/typescript-operations.ts";
import { emitTypescriptPackage } from "./emitters/typescript-package.ts";
import { emitTypescriptServer } from "./emitters/typescript-server.ts";
import { emitTypescriptTables } from "./emitters/typescript-tables.ts";
import { emitTypescriptTransport } from "./emitters/typescript-transport.ts";
import { emitTypescriptTypes } from "./emitters/typescript-types.ts";
import { emitTypescriptValidatorTypes } from "./emitters/typescript-validator-types.ts";
import { emitTypescriptValidators } from "./emitters/typescript-validators.ts";
import type { GeneratedFile } from "./generated-file.ts";
import type { Model } from "./model.ts";

/** Renders one surface. It only renders: everything is resolved in the model. */
export type Emitter = (model: Model) => readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;

/** All surfaces, in the order in which they are rendered. */
export const emitters: readonly Emitter[] = [
  emitJsonSchema,
  emitContract,
  emitOpenApi,
  emitOpenRpc,
  emitAsyncApi,
  emitSourceMap,
  emitSchemasPackage,
  emitDocs,
  emitFixtures,
  emitTypescriptPackage,
  emitTypescriptIndex,
  emitTypescriptTypes,
  emitTypescriptErrors,
  emitTypescriptBounds,
  emitTypescriptTables,
  emitTypescriptHeaders,
  emitTypescriptOperations,
  emitTypescriptEvents,
  emitTypescriptCapabilities,
  emitTypescriptTransport,
  emitTypescriptCall,
  emitTypescriptClient,
  emitTypescriptServer,
  emitTypescriptValidators,
  emitTypescriptValidatorTypes,
  emitTypescriptOpenApi,
];
