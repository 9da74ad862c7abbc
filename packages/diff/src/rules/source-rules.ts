import { defineRules, object } from "./rule.ts";

const string = { type: "string" };

/** Rules that only the compiler decides, by programs against the generated types of both versions. */
export const sourceRules = defineRules({
  "source-incompatible": {
    axis: "SOURCE",
    title: "Code that was written before does not compile",
    explanation:
      "The compiler refuses a program against the new generated types that it took against the old ones, and the finding shows both. Payloads are judged by their own: what stops compiling may still be compatible on the wire, as the comparison with a value that is no longer answered.",
    effects: { request: "narrow", response: "widen" },
    example: {
      before: { response: object({ state: { enum: ["OPEN", "CLOSED"] }, note: string }, "state") },
      after: { response: object({ state: { enum: ["OPEN", "CLOSED"] } }, "state") },
    },
  },
});
