import type { CallerRole } from "@oap/protocol/types";

/** Whose tokens are taken, and how they are read. */
export interface JwtOptions {
  /** `iss`, exactly. */
  readonly issuer: string;
  /** `aud` must be or contain one of these. */
  readonly audience: string | readonly string[];
  /** Where the issuer publishes its keys as a JSON Web Key Set: an `https:` URL, `http:` on loopback alone, or a `file:`. */
  readonly jwksUrl: string | URL;
  /** Which signatures are taken. Default: `jwtAlgorithmsDefault`. Secret-key algorithms and `none` are refused. */
  readonly algorithms?: readonly string[];
  /** How far the clocks may be apart. Default 5 s, at most 5 min. */
  readonly clockToleranceMs?: number;
  /** The claim that names the caller. Default `sub`. */
  readonly callerClaim?: string;
  /** Put before the claim, such as `user:`, so that no token names a caller of an API key. Default: nothing. */
  readonly callerPrefix?: string;
  /**
   * The claim that holds the roles, as an array of texts or one text with spaces: the claim's name, or a JSON Pointer
   * such as `/realm_access/roles`. Default `roles`.
   */
  readonly rolesClaim?: string;
  /** What each text among the roles means here; others mean nothing. Default `{ user: "user", admin: "admin" }`. */
  readonly roles?: Readonly<Record<string, CallerRole>>;
  /** How long fetched keys are used. Default 10 min. */
  readonly keySetAgeMsMax?: number;
  /** How long after a fetch a token with an unknown key does not cause another. Default 10 s. */
  readonly keySetCooldownMs?: number;
  /** How long a fetch may take. Default 5 s. */
  readonly keySetTimeoutMs?: number;
}

/** Signatures by a private key that the control plane does not have. */
const jwtAlgorithmsDefault: readonly string[] = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"];

/** What may be chosen: RFC 7518 and RFC 8037 without secret keys. */
const publicKeyAlgorithms: ReadonlySet<string> = new Set([
  ...jwtAlgorithmsDefault,
  ...["RS384", "RS512", "PS384", "PS512", "ES512"],
]);

const clockToleranceMsMax = 300_000;
/** A day: a key that its issuer has withdrawn must not be good for ever. */
const keySetMsMax = 86_400_000;

/** The options with their defaults. */
export interface JwtSettings extends Required<Omit<JwtOptions, "jwksUrl" | "audience">> {
  readonly jwksUrl: URL;
  readonly audience: string[];
}

/** @throws RangeError saying what is wrong with which option */
export function readJwtOptions(options: JwtOptions): JwtSettings {
  // An option that is absent and one that is undefined are the same: command lines give the latter.
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as JwtOptions;
  const settings: JwtSettings = {
    algorithms: jwtAlgorithmsDefault,
    clockToleranceMs: 5000,
    callerClaim: "sub",
    callerPrefix: "",
    rolesClaim: "roles",
    roles: { user: "user", admin: "admin" },
    keySetAgeMsMax: 600_000,
    keySetCooldownMs: 10_000,
    keySetTimeoutMs: 5000,
    ...given,
    audience: typeof options.audience === "string" ? [options.audience] : [...options.audience],
    jwksUrl: readKeySetUrl(options.jwksUrl),
  };
  const refused = settings.algorithms.find((algorithm) => !publicKeyAlgorithms.has(algorithm));
  if (refused !== undefined || settings.algorithms.length === 0) {
    throw new RangeError(
      `The algorithms must be some of ${[...publicKeyAlgorithms].join(", ")}, not ${refused ?? "none"}.`,
    );
  }
  if (settings.issuer === "" || settings.audience.length === 0 || settings.audience.includes("")) {
    throw new RangeError(
      "The issuer and the audience of tokens must be said: without them any token of any service would do.",
    );
  }
  if (!(settings.clockToleranceMs >= 0 && settings.clockToleranceMs <= clockToleranceMsMax)) {
    throw new RangeError(`The clock tolerance must be between 0 and ${clockToleranceMsMax} ms.`);
  }
  for (const name of ["keySetAgeMsMax", "keySetCooldownMs", "keySetTimeoutMs"] as const) {
    // What is no number would mean that each token with an unknown key causes a fetch, or that keys are good for ever.
    if (!(settings[name] >= 0 && settings[name] <= keySetMsMax)) {
      throw new RangeError(`\`${name}\` must be between 0 and ${keySetMsMax} ms.`);
    }
  }
  return settings;
}

function readKeySetUrl(url: string | URL): URL {
  const read = URL.canParse(String(url)) ? new URL(url) : undefined;
  const loopback = read !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(read.hostname);
  if (read?.protocol === "https:" || read?.protocol === "file:" || (read?.protocol === "http:" && loopback))
    return read;
  throw new RangeError(
    "The JWKS URL must be an https: or file: URL, or http: on loopback: whoever can change the keys is everybody.",
  );
}
