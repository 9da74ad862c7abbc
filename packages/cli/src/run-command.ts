import { OapError } from "@oap/protocol/errors";
import { StartError } from "@oap/server";
import { type Command, CommanderError } from "commander";
import { printable } from "./printable.ts";

/** The exit code for what was understood and refused, or has failed. */
const failureExitCode = 1;
/** The exit code for what the user can mend: a bad flag, a busy port, a folder that cannot be written. */
const usageExitCode = 2;
/** What the parser says of words that it does not know, which tells nobody what words there are. */
const unknownCodes: ReadonlySet<string> = new Set(["commander.unknownCommand", "commander.unknownOption"]);

/**
 * Runs a command line. What the user can mend ends with one line on standard error and exit code 2; what a control plane
 * refused, with one line and 1.
 */
export async function runCommand(program: Command, args: readonly string[]): Promise<void> {
  for (const command of withSubcommands(program)) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        outputError: (text, write) => write(text.replace(/^error: /, "oap: ")),
      });
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (unknownCodes.has(error.code)) process.stderr.write("`--help` lists those there are.\n");
      process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
    } else if (error instanceof StartError) {
      process.stderr.write(`oap: ${error.message}\n`);
      process.exitCode = usageExitCode;
    } else if (error instanceof OapError) {
      // What a caller wrote may stand in it, such as why a switch was turned on.
      process.stderr.write(`oap: ${error.code}: ${printable(error.message)}\n`);
      process.exitCode = failureExitCode;
    } else {
      throw error;
    }
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
