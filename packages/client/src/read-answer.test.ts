import { describe, expect, it } from "vitest";
import { readAnswer } from "./read-answer.ts";

describe("reading an answer", () => {
  it("takes a body of exactly the bound, and decodes text that is cut between its parts", async () => {
    const bytes = new TextEncoder().encode('"naïve"');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await readAnswer(new Response(body), bytes.length)).toMatchObject({ status: 200, envelope: "naïve" });
  });

  it("refuses a larger one without reading it to its end", async () => {
    let cancelled = false;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024)),
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(readAnswer(new Response(body, { status: 200 }), 4096)).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: "The answer is larger than 4096 bytes.",
      retryable: false,
    });
    expect(cancelled).toBe(true);
  });
});
