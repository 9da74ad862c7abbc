import { writeFileSync } from "node:fs";
import { serializeEvidence } from "@oap/ledger";
import { StartError } from "@oap/server";
import type { Command } from "commander";
import { callerAt } from "./caller-at.ts";
import { addRemoteOptions, connectTo, type RemoteOptions } from "./remote-options.ts";

/** Evidence says who did what: the file is its owner's alone. */
const evidenceMode = 0o600;

/** `oap evidence` */
export function addEvidenceCommand(program: Command): void {
  addRemoteOptions(
    program
      .command("evidence")
      .description("export what shows what a run did, as the file that oap-verify checks")
      .argument("<run-id>", "the run: the invocation_id of an invocation or of a plan that was applied"),
  )
    .option("--out <file>", "file to write; without it, standard output")
    .action(exportEvidence);
}

interface EvidenceOptions extends RemoteOptions {
  readonly out?: string;
}

async function exportEvidence(runId: string, { out, ...remote }: EvidenceOptions): Promise<void> {
  const client = connectTo(remote);
  const exportedBy = await callerAt(client, remote);
  const { bundle } = await client.controlPlane.execution.evidence.export({ runId, exportedBy });
  const text = serializeEvidence(bundle);
  if (out === undefined) process.stdout.write(text);
  else writeTo(out, text);
}

function writeTo(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: evidenceMode });
  } catch (error) {
    throw new StartError(`The file ${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
