/** After this many calls in a row without an answer a module is UNAVAILABLE. */
export const unansweredCallsMax = 3;
/** How long an UNAVAILABLE module is left alone before it is tried again, in milliseconds. It doubles with every try in vain. */
export const pauseMsMin = 1_000;
export const pauseMsMax = 60_000;

/** A call that was let through. Exactly one of the three is called, once. */
export interface AdmittedCall {
  /** The module answered, be it with an error. */
  answered(): void;
  /** There was no answer that can be read. */
  unanswered(now: number): void;
  /** The call was ended from here, which says nothing about the module. */
  ended(): void;
}

/**
 * What is known about whether a remote module answers: a circuit breaker. It owns the count of calls without an answer.
 *
 * 1. A module is UNAVAILABLE from its `unansweredCallsMax`-th call in a row without an answer until the next that is answered.
 * 2. While it is, one call at a time is let through once the pause is over; all others fail at once, and nothing is sent.
 * 3. Whoever is refused is let through `pauseMsMax` later at the latest, also when the clock has gone back before.
 * 4. Calls that were under way when the module became UNAVAILABLE do not lengthen the pause.
 */
export class RemoteHealth {
  #unanswered = 0;
  #pauseMs = pauseMsMin;
  #pausedUntil = 0;
  #trying = false;

  get isAvailable(): boolean {
    return this.#unanswered < unansweredCallsMax;
  }

  /** Undefined if the call must not be made now. */
  admit(now: number): AdmittedCall | undefined {
    if (this.isAvailable) return this.#call(false);
    const rest = this.#pausedUntil - now;
    if (this.#trying || (rest > 0 && rest <= pauseMsMax)) return undefined;
    this.#trying = true;
    return this.#call(true);
  }

  #call(isTry: boolean): AdmittedCall {
    return {
      answered: () => {
        if (isTry) this.#trying = false;
        this.#unanswered = 0;
        this.#pauseMs = pauseMsMin;
      },
      unanswered: (now) => {
        if (isTry) this.#trying = false;
        else if (!this.isAvailable) return;
        this.#unanswered++;
        if (this.isAvailable) return;
        this.#pausedUntil = now + this.#pauseMs;
        this.#pauseMs = Math.min(2 * this.#pauseMs, pauseMsMax);
      },
      ended: () => {
        if (isTry) this.#trying = false;
      },
    };
  }
}
