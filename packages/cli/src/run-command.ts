import { StartError } from "@oap/server";
import { type Command, CommanderError } from "commander";

/** The exit code for what the user can mend: a bad flag, a busy port, a folder that cannot be written. */
const usageExitCode = 2;

/** Runs a command line. What the user can mend ends with one line on standard error and exit code 2. */
export async function runCommand(program: Command, args: readonly string[]): Promise<void> {
  for (const command of [program, ...program.commands]) command.exitOverride().showSuggestionAfterError();
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
    } else if (error instanceof StartError) {
      process.stderr.write(`oap: ${error.message}\n`);
      process.exitCode = usageExitCode;
    } else {
      throw error;
    }
  }
}
