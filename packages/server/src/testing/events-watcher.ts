import { setTimeout as delay } from "node:timers/promises";

/** An event as it was received. */
export interface WatchedEvent {
  readonly id: string;
  /** The text of the event: JSON. */
  readonly data: string;
}

/**
 * Reads all events from the first on, as a browser would: when the connection is lost it comes back with the `id` of the last event
 * that it has read whole.
 */
export class EventsWatcher {
  readonly events: WatchedEvent[] = [];
  /** How often it came back. */
  connections = 0;
  readonly #url: () => Promise<string>;
  readonly #isLost: () => boolean;
  readonly #leaving = new AbortController();

  /** After each event `isLost` may say that the connection is lost, so that it is lost within what came at once too. */
  constructor(url: () => Promise<string>, isLost: () => boolean = () => false) {
    this.#url = url;
    this.#isLost = isLost;
  }

  /** Reads until `isLast` says so of an event, however often the connection is lost. */
  async watch(isLast: (event: WatchedEvent) => boolean): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      try {
        if (await this.#read(await this.#url(), isLast)) return;
      } catch {
        // The process at the other end is gone.
      }
      await delay(2);
    }
  }

  stop(): void {
    this.#leaving.abort();
  }

  async #read(url: string, isLast: (event: WatchedEvent) => boolean): Promise<boolean> {
    const response = await fetch(`${url}/events`, {
      headers: { "orch-caller": "user:watcher", "last-event-id": this.events.at(-1)?.id ?? "0" },
      signal: this.#leaving.signal,
    });
    if (!response.ok || response.body === null) return false;
    this.connections += 1;
    let rest = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (id === undefined || data === undefined) continue;
        const event = { id, data };
        this.events.push(event);
        if (isLast(event)) return true;
        if (this.#isLost()) return false;
      }
    }
    return false;
  }
}
