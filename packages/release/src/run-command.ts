import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** After this the command is killed and counts as failed. */
  readonly timeoutMs: number;
}

export interface CommandResult {
  /** 0 on success; negative if it did not start, or was killed. */
  readonly code: number;
  readonly stdout: string;
  /** Both streams in the order in which they came. */
  readonly output: string;
}

/** What one command may print before it is stopped. */
const outputCharactersMax = 4_000_000;

/** Runs a command to its end and keeps what it prints. It never throws: how a command failed is for its caller to say. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, timeoutMs }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: env as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    const take = (text: string) => {
      output += text;
      if (output.length > outputCharactersMax) child.kill("SIGKILL");
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      take(text);
    });
    child.stderr.setEncoding("utf8").on("data", take);
    const timer = setTimeout(() => {
      take(`\n${command} was stopped after ${timeoutMs / 1000} s.\n`);
      child.kill("SIGKILL");
    }, timeoutMs);
    child.once("error", (error) => take(`${command} did not start: ${error.message}\n`));
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, stdout, output });
    });
  });
}

/** The environment of a newcomer's shell: without what a package manager tells its scripts, and without flags of Node. */
export function plainEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const told = /^(npm_(?!config_(registry|cache|userconfig)$)|pnpm_|NODE_OPTIONS$|NODE_PATH$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !told.test(name)));
}
