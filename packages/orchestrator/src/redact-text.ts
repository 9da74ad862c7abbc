/** What stands in the place of whatever is redacted. */
export const redacted = "[REDACTED]";

/**
 * Replaces what looks like a secret within a text: PEM blocks, credentials in URLs, JSON Web Tokens, values of authorization schemes and
 * headers, `password=…` and its like, and tokens of well-known issuers. Every pattern takes time linear in the text. It would rather
 * replace too much than too little, and replaces nothing in a text that it has been through already.
 */
export function redactText(text: string): string {
  if (!mayHoldSecret.test(text)) return text;
  return (
    text
      .replace(pemBlock, redacted)
      .replace(urlCredentials, `://${redacted}@`)
      .replace(word, withoutJsonWebToken)
      .replace(bearer, `$1${redacted}`)
      .replace(basic, (whole, scheme: string, value: string) => (isBasic(value) ? `${scheme}${redacted}` : whole))
      // A header's value may end with a quote in which the value of a pair begins, so that pairs come first.
      .replace(secretPair, `$1${redacted}`)
      .replace(secretHeader, `$1$2${redacted}`)
      .replace(issuedToken, redacted)
  );
}

/** Most texts hold nothing of the kind, and one look at each is enough. */
const mayHoldSecret =
  /-----BEGIN|:\/\/|eyJ|bearer|basic|auth|cookie|passw|passphrase|pwd|secret|token|key|credential|AKIA|ASIA|AIza|gh[opsur]_|github_pat_|glpat-|xox[a-z]-|sk[-_]|npm_|oap_key_/i;

/** A block that is cut off is one to the end of the text. */
const pemBlock = /-----BEGIN [A-Z0-9 ]{1,64}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,64}-----|$)/g;

const urlCredentials = /:\/\/[^\s/?#"'<>]*@/g;

const word = /[\w.-]+/g;

const bearer = /\b(bearer(?:\s{1,16}|%20|\+))[^\s"',;]+/gi;

const basic = /\b(basic\s{1,16})([A-Za-z0-9+/]{4,}={0,2})/gi;

const secretHeader = /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\?["']?\s{0,8}[:=]\s{0,8}\\?["']?)[^\r\n"'\\]+/gi;

/** `x-auth` and `oauth` name a secret, `author` does not. */
const secretPair =
  /((?:password|passwd|passphrase|pwd|secret|token|api[-_ ]?key|access[-_]?key|private[-_]?key|credential|(?<![a-z])o?auth(?![a-z]))[\w-]{0,32}\\?["']?\s{0,8}[:=]\s{0,8})(?:\\?"[^"]*"?|\\?'[^']*'?|[^\s"'\\,;&}]+)/gi;

const issuedToken =
  /\b(?:A[KS]IA[0-9A-Z]{16}|AIza[\w-]{35}|gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|sk[-_][\w-]{20,}|npm_[A-Za-z0-9]{30,}|oap_key_[\w-]{20,})/g;

/**
 * A JSON Web Token is three parts in base64url with dots between, or five if it is encrypted, of which the second may be empty then. The
 * first is a JSON object: `eyJ` is `{"`. Where it ends cannot be told from the parts, so that it goes on to the end of the word.
 */
function withoutJsonWebToken(text: string): string {
  const parts = text.split(".");
  const first = parts.findIndex(
    (part, at) => part.includes("eyJ") && parts[at + 2] !== undefined && (parts[at + 1] !== "" || parts[at + 4]),
  );
  const part = parts[first];
  if (part === undefined) return text;
  return [...parts.slice(0, first), `${part.slice(0, part.indexOf("eyJ"))}${redacted}`].join(".");
}

/** The word after `Basic` is one of its credentials only if a name, a colon and a password are in it. */
function isBasic(value: string): boolean {
  return Buffer.from(value, "base64").includes(":");
}
