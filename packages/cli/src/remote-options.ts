import { connect } from "@oap/client";
import type { OapClient } from "@oap/protocol/client";
import { type Command, InvalidArgumentError, Option } from "commander";

export interface RemoteOptions {
  readonly url: string;
  readonly by?: string;
}

/** The options of every command that asks a running control plane, and what it says about credentials. */
export function addRemoteOptions(command: Command): Command {
  return command
    .addOption(urlOption("control plane to ask").default("http://127.0.0.1:7400"))
    .option("--by <name>", "who you are, such as user:ada; a credential says it without this")
    .addHelpText("after", credentialsHelp);
}

export function urlOption(description: string): Option {
  return new Option("--url <url>", description).env("OAP_URL").argParser(readUrl);
}

export const credentialsHelp =
  "\nThe credential is in the environment, where no process list shows it: an API key as OAP_API_KEY, or a signed token as OAP_TOKEN.";

/** A client of the control plane at the URL, with the credential of the environment. */
export function connectTo({ url, by }: RemoteOptions): OapClient {
  const { OAP_API_KEY: apiKey, OAP_TOKEN: token } = process.env;
  return connect({ baseUrl: url, ...(apiKey && { apiKey }), ...(token && { token }), ...(by && { caller: by }) });
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError("Give a URL such as http://127.0.0.1:7400.");
  }
  return text;
}
