#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Ed25519PublicKey } from "@oap/protocol";
import { publicKeyFromPem } from "./signing-key.ts";
import type { VerifiedEvidence } from "./verify-evidence.ts";
import { type BrokenEvidenceFile, verifyEvidenceFile } from "./verify-evidence-file.ts";

const usage = `Usage: oap-verify <file> [--key <pem>]…

Verifies an evidence bundle, as controlPlane.execution.evidence.export yields it. It reads nothing but the files that are named.

  --key <pem>  a file with the public key of the control plane that should have signed it; several, if it has changed its key
  --help       show this

Ends with 0 if the bundle is verified, 1 if it is broken, 2 if a file cannot be read.`.split("\n");

const lineLengthMax = 1000;

interface Verdict {
  readonly status: 0 | 1 | 2;
  readonly lines: readonly string[];
}

/** The command without its process: what it would print, and its exit status. */
export function verifyEvidenceCommand(parameters: readonly string[]): Verdict {
  const { status, lines } = verdict(parameters);
  return { status, lines: lines.map(printable) };
}

function verdict(parameters: readonly string[]): Verdict {
  try {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      options: { key: { type: "string", multiple: true, default: [] }, help: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    if (values.help) return { status: 0, lines: usage };
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return { status: 2, lines: ["Name one file.", "", ...usage] };
    const publicKeys = values.key.map(readPublicKey);
    const content = readEvidence(file);
    const member = bundleMember(content);
    if (member !== undefined) return { status: 2, lines: wholeAnswerLines(file, member) };
    const verified = verifyEvidenceFile(content, {
      searchByte: true,
      ...(publicKeys.length === 0 ? {} : { publicKeys }),
    });
    return verified.ok
      ? { status: 0, lines: verifiedLines(file, verified) }
      : { status: 1, lines: brokenLines(file, verified) };
  } catch (error) {
    return { status: 2, lines: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Where the bundle is in a file that is the whole answer of the export, which nothing vouches for. */
function bundleMember(content: Uint8Array): string | undefined {
  try {
    const { bundle, result } = JSON.parse(Buffer.from(content).toString());
    if (result?.bundle?.hash !== undefined) return "/result/bundle";
    return bundle?.hash === undefined ? undefined : "/bundle";
  } catch {
    return undefined;
  }
}

function wholeAnswerLines(file: string, member: string): string[] {
  return [
    `${file} is the answer of the export, and the evidence is its member ${member} alone.`,
    `\`oap evidence <run-id> --out ${file}\` writes the file, and so does \`jq -cj ${member.replaceAll("/", ".")}\`.`,
  ];
}

function readEvidence(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    throw new Error(`${file} cannot be read: ${unreadable[code] ?? message}.`, { cause });
  }
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

function readPublicKey(file: string): Ed25519PublicKey {
  try {
    return publicKeyFromPem(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Error(`The key ${file} cannot be used: ${(cause as Error).message}`, { cause });
  }
}

function verifiedLines(file: string, { bundle, covered, signedBy, trusted }: VerifiedEvidence): string[] {
  const { runId, executionId, state, plan, attempts, decisions, approvals, ledger, checkpoints, hash } = bundle;
  return [
    `${file}: verified`,
    `  run        ${runId}${executionId === undefined ? "" : `, execution ${executionId}`}: ${state}`,
    `  plan       ${plan.plan_id}, steps: ${plan.steps.length}`,
    `  record     attempts: ${attempts.length}, decisions: ${decisions.length}, approvals: ${approvals.length}`,
    `  ledger     entries: ${ledger.length}, of which ${covered} are covered by signed checkpoints: ${checkpoints.length}`,
    `  bundle     ${hash}`,
    ...signedBy.map((key) => `  signed by  ${key}`),
    trusted
      ? "  trust      every signature is of a key that you gave"
      : "  trust      not checked: give --key, or compare the key above with the one that the operator publishes",
  ];
}

function brokenLines(file: string, { at, reason, message, bytes, changed }: BrokenEvidenceFile): string[] {
  const place = at === "" ? "" : ` at ${at}`;
  return [
    `${file}: BROKEN${place}, ${rangeText(bytes)} (${reason})`,
    `  ${message}`,
    ...(changed === undefined
      ? []
      : [
          `  Byte ${changed.byte} is ${byteText(changed.is)}; with ${byteText(changed.was)} this part is as it was exported.`,
        ]),
  ];
}

function rangeText({ from, to }: BrokenEvidenceFile["bytes"]): string {
  return to - from <= 1 ? `byte ${from}` : `bytes ${from} to ${to - 1}`;
}

function byteText(byte: number): string {
  const hex = `0x${byte.toString(16).padStart(2, "0")}`;
  return byte > 0x20 && byte < 0x7f ? `${hex} "${String.fromCharCode(byte)}"` : hex;
}

/** Nothing in a file that somebody hands over may move the cursor, or write lines of its own. */
function printable(line: string): string {
  const escaped = line.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return escaped.length > lineLengthMax ? `${escaped.slice(0, lineLengthMax)}…` : escaped;
}

if (import.meta.main) {
  const { status, lines } = verifyEvidenceCommand(process.argv.slice(2));
  (status === 0 ? console.log : console.error)(lines.join("\n"));
  process.exitCode = status;
}
