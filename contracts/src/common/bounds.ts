import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";

/** What all bounds say alike. */
const bound = { stability: "stable", since: "1.0.0", source: source("wire-decisions", "Bounds") } as const;

export const bodyBytesMax = defineBound({
  ...bound,
  name: "bodyBytesMax",
  value: 4 * 1024 * 1024,
  unit: "bytes",
  title: "Body size",
  description: "A request body may have at most 4 MiB; a larger one is `PAYLOAD_TOO_LARGE`.",
});

export const jsonDepthMax = defineBound({
  ...bound,
  name: "jsonDepthMax",
  value: 64,
  unit: "levels",
  title: "JSON depth",
  description: "Arrays and objects may nest at most this deep.",
});

export const planStepsMax = defineBound({
  ...bound,
  name: "planStepsMax",
  value: 10_000,
  unit: "steps",
  title: "Plan steps",
  description: "A plan may have at most this many steps.",
});

export const planEdgesMax = defineBound({
  ...bound,
  name: "planEdgesMax",
  value: 50_000,
  unit: "edges",
  title: "Plan edges",
  description: "A plan may have at most this many edges.",
});

export const parallelStepsMax = defineBound({
  ...bound,
  name: "parallelStepsMax",
  value: 64,
  unit: "steps",
  title: "Parallel steps",
  description: "At most this many steps of one run are RUNNING at once.",
});

export const batchRequestsMax = defineBound({
  ...bound,
  name: "batchRequestsMax",
  value: 100,
  unit: "requests",
  title: "Batch size",
  description: "A JSON-RPC batch may hold at most this many requests.",
});

export const attemptsMax = defineBound({
  ...bound,
  name: "attemptsMax",
  value: 20,
  unit: "attempts",
  title: "Attempts",
  description: "A step is attempted at most this often.",
});

export const backoffMsMax = defineBound({
  ...bound,
  name: "backoffMsMax",
  value: 300_000,
  unit: "milliseconds",
  title: "Backoff",
  description: "The wait between two attempts is at most five minutes.",
});

export const timeoutMsDefault = defineBound({
  ...bound,
  name: "timeoutMsDefault",
  value: 30_000,
  unit: "milliseconds",
  title: "Default timeout",
  description: "How long an invocation may take where nobody says.",
});

export const timeoutMsMax = defineBound({
  ...bound,
  name: "timeoutMsMax",
  value: 86_400_000,
  unit: "milliseconds",
  title: "Longest timeout",
  description: "An invocation or a plan run may take at most a day.",
});

export const expressionBytesMax = defineBound({
  ...bound,
  name: "expressionBytesMax",
  value: 4096,
  unit: "bytes",
  title: "Expression size",
  description: "One CEL expression may have at most this many bytes.",
});

export const templateDepthMax = defineBound({
  ...bound,
  name: "templateDepthMax",
  value: 16,
  unit: "levels",
  title: "Template depth",
  description: "An input template may nest at most this deep.",
});

export const labelsMax = defineBound({
  ...bound,
  name: "labelsMax",
  value: 64,
  unit: "entries",
  title: "Labels",
  description: "Metadata may carry at most this many labels.",
});

export const idempotencyRetentionMs = defineBound({
  ...bound,
  name: "idempotencyRetentionMs",
  value: 86_400_000,
  unit: "milliseconds",
  title: "Idempotency retention",
  description:
    "The answer to a command is kept for a day at least: within it, the same caller, id and content yield the recorded answer.",
});

export const pageItemsDefault = defineBound({
  ...bound,
  name: "pageItemsDefault",
  value: 50,
  unit: "items",
  title: "Default page size",
  description: "How many items a page has where nobody says.",
});

export const pageItemsMax = defineBound({
  ...bound,
  name: "pageItemsMax",
  value: 1000,
  unit: "items",
  title: "Page size",
  description: "A page has at most this many items.",
});
