import { type Command, InvalidArgumentError, Option } from "commander";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly allowOrigin: readonly string[];
  readonly logLevel: string;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "silent"];

/** The options of every command that runs a control plane. A flag wins over the environment, which wins over the default. */
export function addServeOptions(command: Command): Command {
  return command
    .addOption(new Option("--host <address>", "loopback address to listen on").env("OAP_HOST").default("127.0.0.1"))
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
      new Option("--allow-origin <origins>", "origins that the http module may fetch from, separated by commas")
        .env("OAP_ALLOW_ORIGIN")
        .default([], "none")
        .argParser(readOrigins),
    )
    .addOption(
      new Option("--log-level <level>", "what to log, on standard error")
        .env("OAP_LOG_LEVEL")
        .choices(logLevels)
        .default("warn"),
    );
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

function readOrigins(text: string): string[] {
  return text.split(",").map((entry) => {
    const url = URL.canParse(entry.trim()) ? new URL(entry.trim()) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== "/") {
      throw new InvalidArgumentError("Give origins such as https://api.example.org.");
    }
    return url.origin;
  });
}
