import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Headers that HTTP itself, browsers or proxies read, and that a contract must not define anew. Source: RFC 9110, RFC 9111, RFC 9112, RFC 8594, RFC 9745, the Fetch and HTML standards. */
const owned = new Set(
  (
    "accept accept-encoding accept-language accept-ranges age allow authorization cache-control connection content-disposition content-encoding content-language content-length " +
    "content-location content-range content-type cookie date deprecation etag expect expires forwarded from host if-match if-modified-since if-none-match if-range if-unmodified-since " +
    "keep-alive last-event-id last-modified link location max-forwards origin pragma range referer retry-after server set-cookie sunset te trailer transfer-encoding upgrade user-agent " +
    "vary via www-authenticate"
  ).split(" "),
);

/** Beginnings that browsers and proxies keep for themselves. Source: the Fetch standard. */
const ownedFamily = /^(access-control|proxy|sec)-/i;

/** A header has a name of its own, without the X- of old. */
export const headerNames: Rule = {
  name: "header-names",
  title: "Headers have names of their own.",
  explanation:
    "HTTP, browsers and proxies set and strip the standard headers as they see fit. Names with `X-` mean that a header is not standard, which none of them is, and cannot be dropped later (RFC 6648).",
  level: "error",
  bad: 'defineHeader({ ...rest, name: "X-Parcel-Weight", schema: Type.Integer({ minimum: 1, maximum: 99 }), example: "2" })',
  good: 'defineHeader({ ...rest, name: "Parcel-Weight", schema: Type.Integer({ minimum: 1, maximum: 99 }), example: "2" })',
  check: ({ headers }) =>
    headers.flatMap(({ name }): Finding[] => {
      if (/^x-/i.test(name)) {
        return [
          { name, at: "/name", message: "Its name begins with X-.", mend: "Begin with the name of the protocol." },
        ];
      }
      if (!owned.has(name.toLowerCase()) && !ownedFamily.test(name)) return [];
      return [
        { name, at: "/name", message: "HTTP gives this name a meaning of its own.", mend: "Choose another name." },
      ];
    }),
};
