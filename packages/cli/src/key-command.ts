import { dataFolderOwner } from "@oap/identity";
import type {
  ApiKey,
  CallerRole,
  ControlApiKeyCreateParams,
  ControlApiKeyCreateResult,
  ControlApiKeyListParams,
  ControlApiKeyListResult,
  ControlApiKeyRevokeParams,
  ControlApiKeyRevokeResult,
} from "@oap/protocol/types";
import { openStoppedControlPlane } from "@oap/server";
import { type Command, InvalidArgumentError, Option } from "commander";
import { allPages } from "./all-pages.ts";
import { printResult } from "./print.ts";
import { connectTo, credentialsHelp, urlOption } from "./remote-options.ts";

interface KeyOptions {
  readonly dataDir: string;
  readonly url?: string;
  readonly json: boolean;
}

/** Where keys are made: in the data folder of a stopped control plane, or by one that runs. */
interface KeyRing {
  create(params: ControlApiKeyCreateParams): Promise<ControlApiKeyCreateResult>;
  list(params: ControlApiKeyListParams): Promise<ControlApiKeyListResult>;
  revoke(params: ControlApiKeyRevokeParams): Promise<ControlApiKeyRevokeResult>;
}

/** `oap key` */
export function addKeyCommand(program: Command): void {
  const key = program.command("key").description("create, list and revoke API keys");
  addKeyOptions(
    key
      .command("create")
      .description("create an API key; its secret alone is on standard output")
      .requiredOption("--caller <name>", "whom the key stands for, such as user:ada")
      .option("--name <text>", "what the key is for; without it, the caller's name")
      .addOption(
        new Option("--roles <roles>", "what the caller may do: user, admin or user,admin")
          .default(["user"], "user")
          .argParser(readRoles),
      )
      .option(
        "--expires-at <time>",
        "when it stops working, such as 2027-01-01T00:00:00Z; without it, when it is revoked",
      ),
  ).action(create);
  addKeyOptions(key.command("list").description("list all keys, the latest first; their secrets are nowhere")).action(
    list,
  );
  addKeyOptions(
    key
      .command("revoke")
      .description("revoke a key; from then on it no longer works")
      .argument("<key-id>", "as `oap key list` shows it")
      .option("--reason <text>", "why, for the record"),
  ).action(revoke);
}

interface CreateOptions extends KeyOptions {
  readonly caller: string;
  readonly name?: string;
  readonly roles: CallerRole[];
  readonly expiresAt?: string;
}

async function create({ caller, name = caller, roles, expiresAt, ...options }: CreateOptions): Promise<void> {
  const params = { name, caller, roles, ...(expiresAt !== undefined && { expires_at: expiresAt }) };
  const created = await withKeys(options, { create: true }, (keys) => keys.create(params));
  if (!options.json) process.stderr.write(`${describe(created)}\nIts secret is shown this once:\n`);
  printResult(created, options.json, [created.secret ?? ""]);
}

async function list(options: KeyOptions): Promise<void> {
  const items = await withKeys(options, { create: false }, (keys) => allPages((page) => keys.list(page)));
  printResult({ items }, options.json, items.length === 0 ? ["There are no keys."] : items.map(describe));
}

async function revoke(keyId: string, { reason, ...options }: KeyOptions & { readonly reason?: string }): Promise<void> {
  const params = { key_id: keyId, ...(reason !== undefined && { reason }) };
  const revoked = await withKeys(options, { create: false }, (keys) => keys.revoke(params));
  printResult(revoked, options.json, [`${revoked.key_id} is revoked since ${revoked.revoked_at}.`]);
}

function addKeyOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--data-dir <folder>", "data folder of a control plane that does not run")
        .env("OAP_DATA_DIR")
        .default(".oap"),
    )
    .addOption(urlOption("running control plane to ask instead"))
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", `${credentialsHelp} A data folder needs none.`);
}

async function withKeys<TResult>(
  { url, dataDir }: Pick<KeyOptions, "url" | "dataDir">,
  { create }: { readonly create: boolean },
  work: (keys: KeyRing) => Promise<TResult>,
): Promise<TResult> {
  if (url !== undefined) return work(connectTo({ url }).control.apiKey);
  const { apiKeys, close } = openStoppedControlPlane(dataDir, { create });
  try {
    return await work({
      create: (params) => apiKeys.create(params, dataFolderOwner),
      list: async (params) => apiKeys.list(params),
      revoke: (params) => apiKeys.revoke(params, dataFolderOwner),
    });
  } finally {
    await close();
  }
}

function describe(key: Partial<ApiKey> & Pick<ApiKey, "key_id" | "caller" | "roles" | "name">): string {
  const { key_id, caller, roles, name, expires_at, revoked_at } = key;
  const ends = expires_at === undefined ? "" : `, expires ${expires_at}`;
  const state = revoked_at === undefined ? ends : `, revoked ${revoked_at}`;
  return `${key_id}  ${caller}  ${roles.join(",")}  ${JSON.stringify(name)}${state}`;
}

function readRoles(text: string): CallerRole[] {
  return text.split(",").map((role) => {
    const known = role.trim();
    if (known !== "user" && known !== "admin") throw new InvalidArgumentError("Give user, admin or user,admin.");
    return known;
  });
}
