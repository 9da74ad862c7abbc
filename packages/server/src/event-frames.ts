import type { CloudEvent } from "@oap/protocol/types";

export interface FrameOptions {
  /** A comment is sent after so long without an event, in milliseconds, so that nobody on the way takes the connection for dead. */
  readonly heartbeatMs: number;
  /** How long a reader that lost its connection shall wait before it comes back, in milliseconds. */
  readonly retryMs: number;
}

/**
 * Events as text/event-stream. `event` is not set, so that a browser's `onmessage` gets them all; the type is in the data.
 * Source: HTML, Server-sent events.
 */
export async function* eventFrames(
  events: AsyncIterable<CloudEvent>,
  { heartbeatMs, retryMs }: FrameOptions,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    yield `retry: ${retryMs}\n\n`;
    let next = iterator.next();
    for (;;) {
      const result = await within(heartbeatMs, next);
      if (result === undefined) {
        yield ": still here\n\n";
        continue;
      }
      if (result.done === true) return;
      // JSON has no line breaks outside of its strings, and escapes those within.
      yield `id: ${result.value.id}\ndata: ${JSON.stringify(result.value)}\n\n`;
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}

/** Undefined if it takes longer. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
