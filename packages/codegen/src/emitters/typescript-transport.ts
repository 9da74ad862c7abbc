import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { classStem, typescriptSource } from "./typescript-source.ts";

/** `transport.ts`: what carries envelopes for the client. */
export async function emitTypescriptTransport(model: Model): Promise<readonly GeneratedFile[]> {
  const body = `import type { Answer } from "./errors.ts";
import type { OrchRequestEnvelope } from "./types.ts";

export interface TransportRequest {
  readonly envelope: OrchRequestEnvelope<unknown>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How long to wait for the answer, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Carries one request envelope to the control plane and its answer back. Everything outside the process is behind it. */
export interface Transport {
  /** Resolves with any answer, also an error envelope; rejects with \`${classStem(model)}Error\` where there is none. */
  send(request: TransportRequest): Promise<Answer>;
  /** A new identifier of an exchange: unique, 1 to 128 visible ASCII characters. */
  newId(): string;
}
`;
  return [await typescriptSource(model, "transport.ts", body)];
}
