import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData, type Problem as TypesProblem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Problem } from "../problem.ts";
import type { PackedPackage } from "./packed-package.ts";

/** What publint and are-the-types-wrong find in a tarball. Errors and warnings both refuse; suggestions do not. */
export async function lintTarball(packed: PackedPackage): Promise<readonly Problem[]> {
  const bytes = await readFile(packed.tarball);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { messages } = await publint({ pack: { tarball }, level: "warning", strict: true });
  const publishing = messages.map((message) => ({
    subject: packed.name,
    message: `(publint ${message.code}) ${formatMessage(message, { ...packed.manifest }, { color: false })}`,
    mend: `see https://publint.dev/rules#${message.code.toLowerCase()}`,
  }));
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  // A package of documents has no types to be wrong.
  const problems = analysis.types === false ? [] : analysis.problems.filter(isOurs);
  const types = problems.map((problem) => ({
    subject: packed.name,
    message: `(are the types wrong: ${problem.kind}) ${JSON.stringify(placeOf(problem))}`,
    mend: "make the types resolve where the code does",
  }));
  return [...publishing, ...types];
}

/**
 * Every package is of ECMAScript modules alone, for Node from 20 on and bundlers: the resolution of Node 10 has no
 * `exports`, and `require` of an ECMAScript module is what Node 20.19 and later do.
 */
function isOurs(problem: TypesProblem): boolean {
  if (problem.kind === "CJSResolvesToESM") return false;
  return !("resolutionKind" in problem && problem.resolutionKind === "node10");
}

function placeOf(problem: TypesProblem): Readonly<Record<string, unknown>> {
  const { kind: _, ...place } = problem;
  return place;
}
