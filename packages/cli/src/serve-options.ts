import { retentionLimits } from "@oap/server";
import type { LoggerOptions } from "@oap/telemetry";
import { type Command, InvalidArgumentError, Option } from "commander";
import { pluginOption } from "./read-plugins.ts";
import { dayMs } from "./retention-options.ts";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly identity: "development" | "required";
  readonly allowHost: readonly string[];
  readonly jwtIssuer?: string;
  readonly jwtAudience?: readonly string[];
  readonly jwks?: string;
  readonly policies?: string;
  readonly plugin: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly allowModuleOrigin: readonly string[];
  readonly privateOrigin: readonly string[];
  readonly moduleCredentials?: string;
  readonly limits?: string;
  readonly signingKey?: string;
  readonly keepRuns: number;
  readonly keepDays: number;
  readonly keepLedgerDays: number;
  readonly logLevel: NonNullable<LoggerOptions["level"]>;
}

/** A century: what is longer is a slip, such as a number of seconds. */
const keepDaysMax = 36_500;
const keepRunsMax = 1_000_000_000;

const logLevels = ["trace", "debug", "info", "warn", "error", "silent"];

const filesHelp = `
--plugin takes a file, or a package that can be imported from the working folder.

--limits names a list that takes the place of the default limits; an empty one limits nothing.
A limit with a large burst that fills slowly is a quota:
  [{ "name": "daily quota", "scope": "caller", "burst": 100000, "perSecond": 1.16 }]
The scope "global" counts all callers together.

--module-credentials names an object with an API key or a token for each origin. Let nobody else read it:
  { "https://modules.example.org": { "apiKey": "…" }, "https://other.example.org": { "token": "…" } }

SIGHUP makes it read its policies again; broken ones replace nothing.`;

/** The options of every command that runs a control plane. A flag wins over the environment, which wins over the default. */
export function addServeOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--host <address>", "address to listen on; beyond loopback only with --identity required")
        .env("OAP_HOST")
        .default("127.0.0.1"),
    )
    .addOption(
      new Option("--port <number>", "port to listen on; 0 lets the system choose")
        .env("OAP_PORT")
        .default(7400)
        .argParser(readPort),
    )
    .addOption(
      new Option("--data-dir <folder>", "folder of the embedded store")
        .env("OAP_DATA_DIR")
        .default(".oap")
        .argParser(readFolder),
    )
    .addOption(
      new Option(
        "--identity <mode>",
        "development: on loopback, callers are who they say they are; required: by an API key or a signed token",
      )
        .env("OAP_IDENTITY")
        .choices(["development", "required"])
        .default("development"),
    )
    .addOption(
      new Option("--allow-host <names>", "names under which others reach this machine, separated by commas")
        .env("OAP_ALLOW_HOST")
        .default([], "none")
        .argParser(readHosts),
    )
    .addOption(new Option("--jwt-issuer <issuer>", "whose signed tokens are taken: their `iss`").env("OAP_JWT_ISSUER"))
    .addOption(
      new Option("--jwt-audience <names>", "for whom the tokens are meant: one of these as `aud`, separated by commas")
        .env("OAP_JWT_AUDIENCE")
        .argParser(readNames),
    )
    .addOption(new Option("--jwks <place>", "URL or file of the issuer's keys, a JSON Web Key Set").env("OAP_JWKS"))
    .addOption(
      new Option("--policies <folder>", "folder of the policies; without it, the default ones hold")
        .env("OAP_POLICIES")
        .argParser(readFolder),
    )
    .addOption(pluginOption("file or package that exports a plugin, with capabilities of your own; may be repeated"))
    .addOption(
      new Option("--allow-origin <origins>", "origins that the http module may fetch from, separated by commas")
        .env("OAP_ALLOW_ORIGIN")
        .default([], "none")
        .argParser(readOrigins),
    )
    .addOption(
      new Option(
        "--allow-module-origin <origins>",
        "origins at which remote modules may be registered, separated by commas",
      )
        .env("OAP_ALLOW_MODULE_ORIGIN")
        .default([], "none")
        .argParser(readOrigins),
    )
    .addOption(
      new Option("--private-origin <origins>", "of these origins, those whose names may lead to private addresses")
        .env("OAP_PRIVATE_ORIGIN")
        .default([], "none")
        .argParser(readOrigins),
    )
    .addOption(
      new Option("--module-credentials <file>", "what remote modules are shown, by origin: a file of JSON")
        .env("OAP_MODULE_CREDENTIALS")
        .argParser(readFile),
    )
    .addOption(
      new Option("--limits <file>", "how many exchanges pass, of all and of a caller: a file of JSON")
        .env("OAP_LIMITS")
        .argParser(readFile),
    )
    .addOption(
      new Option(
        "--signing-key <file>",
        "key that signs the ledger, PKCS #8 PEM, made where it is missing; without it, ledger-key.pem in the data folder",
      )
        .env("OAP_SIGNING_KEY")
        .argParser(readFile),
    )
    .addOption(
      new Option("--keep-runs <number>", "most finished runs that are kept")
        .env("OAP_KEEP_RUNS")
        .default(retentionLimits.runsMax)
        .argParser(wholeNumberUpTo(keepRunsMax)),
    )
    .addOption(
      new Option(
        "--keep-days <number>",
        "days that runs with their journal, plans, approvals and sessions are kept after their end",
      )
        .env("OAP_KEEP_DAYS")
        .default(retentionLimits.runsMs / dayMs)
        .argParser(wholeNumberUpTo(keepDaysMax)),
    )
    .addOption(
      new Option(
        "--keep-ledger-days <number>",
        "days that entries of the ledger are kept; its checkpoints stay for ever",
      )
        .env("OAP_KEEP_LEDGER_DAYS")
        .default(retentionLimits.ledgerMs / dayMs)
        .argParser(wholeNumberUpTo(keepDaysMax)),
    )
    .addOption(
      new Option("--log-level <level>", "what to log, on standard error")
        .env("OAP_LOG_LEVEL")
        .choices(logLevels)
        .default("warn"),
    )
    .addHelpText("after", filesHelp);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("Give a number from 0 to 65535.");
  return port;
}

function readFolder(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Give the path of a folder.");
  return text;
}

function readFile(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Give the path of a file.");
  return text;
}

function wholeNumberUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
  };
}

function readHosts(text: string): string[] {
  return readNames(text).map((name) => {
    const url = `http://${name}/`;
    if (!URL.canParse(url) || new URL(url).host !== name.toLowerCase() || new URL(url).port !== "") {
      throw new InvalidArgumentError("Give names such as oap.example.org, without a scheme and a port.");
    }
    return name;
  });
}

function readNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("Give names, separated by commas.");
  return names;
}

function readOrigins(text: string): string[] {
  return text.split(",").map((entry) => {
    const url = URL.canParse(entry.trim()) ? new URL(entry.trim()) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== "/") {
      throw new InvalidArgumentError("Give origins such as https://api.example.org.");
    }
    return url.origin;
  });
}
