import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Headers that HTTP itself, browsers or proxies read, and that a contract must not define anew. Source: RFC 9110, RFC 9112, the Fetch standard. */
const owned = new Set(
  (
    "accept accept-encoding accept-language authorization cache-control connection content-encoding content-length content-type cookie date expect forwarded from host " +
    "if-match if-modified-since if-none-match if-unmodified-since keep-alive location max-forwards origin pragma proxy-authorization range referer retry-after server " +
    "set-cookie te trailer transfer-encoding upgrade user-agent vary via www-authenticate"
  ).split(" "),
);

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
      if (!owned.has(name.toLowerCase())) return [];
      return [
        { name, at: "/name", message: "HTTP gives this name a meaning of its own.", mend: "Choose another name." },
      ];
    }),
};
