import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** The integers that JSON-RPC 2.0 gives a meaning to, section 5.1. */
const standard = new Set([-32700, -32600, -32601, -32602, -32603]);
/** The statuses after which the same request may succeed without anybody mending anything. Source: RFC 9110, RFC 6585, RFC 8470. */
const retryable = new Set([408, 409, 423, 425, 429]);

/** An error code says the same to HTTP, to JSON-RPC and to who retries. */
export const soundErrorCodes: Rule = {
  name: "sound-error-codes",
  title: "An error code says the same to HTTP, JSON-RPC and who retries.",
  explanation:
    "A status below 400 is a success to every proxy. JSON-RPC keeps -32768 to -32000 for itself, of which -32000 to -32099 are a server's. And a retry of a 404 or 422 repeats what cannot succeed.",
  level: "error",
  bad: 'defineErrorCodes({ PARCEL_LOST: { meaning: "It is lost.", httpStatus: 404, jsonRpc: -32099, retryable: true, since: "1.0.0" } })',
  good: 'defineErrorCodes({ PARCEL_LOST: { meaning: "It is lost.", httpStatus: 404, jsonRpc: -32099, retryable: false, since: "1.0.0" } })',
  check: ({ registry }) =>
    Object.entries(registry.errorCodes).flatMap(([code, spec]): Finding[] => {
      const { httpStatus, jsonRpc } = spec;
      const found: Finding[] = [];
      if (!Number.isInteger(httpStatus) || httpStatus < 400 || httpStatus > 599) {
        found.push({
          name: code,
          at: "/httpStatus",
          message: `Its HTTP status, ${httpStatus}, is no error.`,
          mend: "Choose one from 400 to 599.",
        });
      } else if (spec.retryable && httpStatus < 500 && !retryable.has(httpStatus)) {
        found.push({
          name: code,
          at: "/retryable",
          message: `It is retryable with the status ${httpStatus}, which says that the request itself is wrong.`,
          mend: "Make it not retryable, or choose a status such as 429 or 503.",
        });
      }
      const reserved = jsonRpc >= -32768 && jsonRpc <= -32000;
      if (!Number.isInteger(jsonRpc) || (reserved && jsonRpc < -32099 && !standard.has(jsonRpc))) {
        found.push({
          name: code,
          at: "/jsonRpc",
          message: `Its JSON-RPC integer, ${jsonRpc}, is reserved or no integer.`,
          mend: "Choose one from -32099 to -32000, or outside of -32768 to -32000.",
        });
      }
      return found;
    }),
};
