import type { GeneratedTypescript } from "../source/generated-typescript.ts";

/** What is generated of a small contract, as short as the generator's output can be. */
export const parcelTypescript: GeneratedTypescript = {
  packageName: "@parcels/protocol",
  files: new Map(
    Object.entries({
      "types.ts": `
export type JsonValue = null | boolean | number | string | JsonValue[] | { [k: string]: JsonValue };

/** Names one parcel. */
export type ParcelId = string;

export type ParcelState = "WAITING" | "MOVING" | "DELIVERED";

export type ParcelScanned = {
  /** Always \`scanned\`. */
  kind: "scanned";
  depot: string;
};

export type ParcelDelivered = {
  kind: "delivered";
  signed_by?: string;
};

export type ParcelEvent = ParcelScanned | ParcelDelivered;

export type ParcelTrackParams = {
  parcel: ParcelId;
  recipient?: string;
  speed?: "FAST" | "SLOW";
  window?: {
    from: string;
    until?: string;
  };
  labels?: {
    [k: string]: string;
  };
};

export type ParcelTrackResult<TNote = JsonValue> = {
  parcel: ParcelId;
  state: ParcelState;
  events: ParcelEvent[];
  depots?: {
    name: string;
    floor?: number;
  }[];
  note?: TNote;
};

export type ParcelPingParams = {
  depth?: number;
};

export type ParcelPingResult = {
  received: true;
};

export type ParcelTrackRequest = { params: ParcelTrackParams };
export type ParcelTrackSuccess = { result: ParcelTrackResult };
export type ParcelPingRequest = { params: ParcelPingParams };
export type ParcelPingSuccess = { result: ParcelPingResult };

export type ParcelWeighInput = {
  parcel: ParcelId;
};

export type ParcelWeighOutput = {
  grams: number;
};

export type OrchError = {
  code: string;
  message: string;
};

/** Nothing carries it. */
export type ParcelColor = {
  red: number;
};
`,
      "operations.ts": `import type { ParcelPingParams, ParcelPingRequest, ParcelPingResult, ParcelPingSuccess, ParcelTrackParams, ParcelTrackRequest, ParcelTrackResult, ParcelTrackSuccess } from "./types.ts";

export interface OperationTypes {
  "parcel.track": {
    params: ParcelTrackParams;
    result: ParcelTrackResult;
    request: ParcelTrackRequest;
    success: ParcelTrackSuccess;
    paramsType: "ParcelTrackParams";
  };
  "parcel.ping": {
    params: ParcelPingParams;
    result: ParcelPingResult;
    request: ParcelPingRequest;
    success: ParcelPingSuccess;
  };
}

export type OperationKey = keyof OperationTypes;

export interface Operation<TKey extends OperationKey = OperationKey> {
  readonly key: TKey;
  readonly stability: "beta" | "stable" | "deprecated";
  readonly paramsType?: OperationTypes[TKey]["params"];
}

export interface CallOptions {
  readonly id?: string | undefined;
}
`,
      "events.ts": `import type { ParcelTrackResult } from "./types.ts";

export interface EventPayloads {
  "parcel.tracked": ParcelTrackResult;
}

export type EventKey = keyof EventPayloads;
`,
      "capabilities.ts": `import type { ParcelWeighInput, ParcelWeighOutput } from "./types.ts";

export interface CapabilityTypes {
  depot: {
    weigh: { input: ParcelWeighInput; output: ParcelWeighOutput };
  };
}
`,
      "client.ts": `import type { CapabilityTypes } from "./capabilities.ts";
import type { ParcelPingParams, ParcelPingResult, ParcelTrackParams, ParcelTrackResult } from "./types.ts";

export interface ParcelsClient {
  readonly parcel: {
    /** Looks a parcel up. */
    track(params: ParcelTrackParams): Promise<ParcelTrackResult>;
    ping(params?: ParcelPingParams): Promise<ParcelPingResult>;
  };
  module<TName extends keyof CapabilityTypes>(name: TName): ModuleClient<CapabilityTypes[TName]>;
}

export type ModuleClient<TModule> = {
  readonly [TName in keyof TModule]: TModule[TName] extends { input: infer TInput; output: infer TOutput }
    ? (input: TInput) => Promise<TOutput>
    : never;
};

export declare function createClient(): ParcelsClient;
`,
      "errors.ts": `import type { OrchError } from "./types.ts";

export const errorCodes = {
  PARCEL_LOST: { meaning: "It is lost.", httpStatus: 404 },
  INTERNAL: { meaning: "It failed.", httpStatus: 500 },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export declare class ParcelsError extends Error {
  readonly code: ErrorCode | (string & {});
  toOrchError(): OrchError;
}
`,
      "bounds.ts": `export const bounds = {
  /** Counted in parcels. */
  parcelsMax: 10,
  depotsMax: 3,
} as const;
`,
      "headers.ts": `export const headers = {
  "Parcel-Id": { name: "Parcel-Id", type: "string" },
} as const;
`,
      "tables.ts": `export const floorNames = { GROUND: "ground", FIRST: "first" } as const;
`,
      "index.ts": `export { bounds } from "./bounds.ts";
export type { CapabilityTypes } from "./capabilities.ts";
export { createClient, type ModuleClient, type ParcelsClient } from "./client.ts";
export { type ErrorCode, errorCodes, ParcelsError } from "./errors.ts";
export type { EventKey, EventPayloads } from "./events.ts";
export { headers } from "./headers.ts";
export type { CallOptions, Operation, OperationKey, OperationTypes } from "./operations.ts";
export { floorNames } from "./tables.ts";
export type * from "./types.ts";
`,
    }),
  ),
};

/** One replacement of text in one file. */
export type TextEdit = readonly [file: string, from: string, to: string];

/** The same with edits. An edit that finds nothing to replace is a mistake of the test. */
export function editedTypescript(base: GeneratedTypescript, edits: readonly TextEdit[]): GeneratedTypescript {
  const files = new Map(base.files);
  for (const [file, from, to] of edits) {
    const text = files.get(file) ?? "";
    if (!text.includes(from)) throw new Error(`${file} has no text "${from}" to replace.`);
    files.set(file, text.replaceAll(from, to));
  }
  return { ...base, files };
}
