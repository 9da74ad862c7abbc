import type { Subject } from "../contract.ts";
import type { Direction, Effect, Finding } from "../finding.ts";
import { judge } from "../judge.ts";
import { type ComparedContracts, isAnnouncedRemoval } from "./announced-removal.ts";
import type { Candidate, Surfaces } from "./candidate.ts";
import { clientCandidates } from "./client-candidates.ts";
import { type CompilerError, compilePrograms, type SourceProgram } from "./compile-programs.ts";
import { type ConsumerProgram, consumerPrograms, programsFinding } from "./consumer-programs.ts";
import { exportCandidates } from "./export-candidates.ts";
import { generatedSurface } from "./generated-surface.ts";
import type { GeneratedTypescript } from "./generated-typescript.ts";
import { renamedTypes } from "./renamed-types.ts";
import { typeCandidates } from "./type-candidates.ts";

export interface CompareSourceOptions {
  /** The contracts that the TypeScript was generated from: they know where each part is written, and how it ends. */
  readonly contracts?: ComparedContracts;
  /** Programs that were written against the base. Default none. */
  readonly programs?: readonly ConsumerProgram[];
}

/** Programs that one comparison compiles: thousands take seconds. */
const candidatesMax = 5000;

/**
 * Decides by the compiler whether code that was written against the base's generated TypeScript compiles against the
 * head's. For each name whose declaration changed it writes what consumers may have written, sending and reading, and
 * compiles it against the head. What compiles is compatible and no finding; what does not is one, with the compiler's
 * own words and the program.
 *
 * It speaks for clients. Who implements the server's stub must write a handler for each new operation, which is what the
 * stub is for.
 */
export function compareSource(
  base: GeneratedTypescript,
  head: GeneratedTypescript,
  { contracts, programs = [] }: CompareSourceOptions = {},
): readonly Finding[] {
  if (isSame(base, head)) return [];
  const surfaces = surfacesOf(base, head);
  const types = typeCandidates(surfaces);
  const client = clientCandidates(surfaces);
  const all = [...types.candidates, ...client.candidates, ...exportCandidates(surfaces)];
  const candidates = all.slice(0, candidatesMax);
  const isAnnounced = (subject: Subject) => contracts !== undefined && isAnnouncedRemoval(subject, contracts);
  const written = consumerPrograms(programs.filter(({ about }) => about === undefined || !isAnnounced(about)));
  const pathOf = (index: number) => `/programs/${index}.ts`;
  const { errors, fault } = compilePrograms({
    files: new Map([...under("/base", base), ...under("/head", head), ...types.modules, ...client.modules]),
    programs: [entries, ...candidates.map((each, index) => programOf(each, pathOf(index))), ...written.programs],
    packageModule: packageModules(base, head),
  });
  if (fault !== undefined) return [undecided("The generated TypeScript could not be compiled.", fault)];
  const refused = candidates.flatMap((candidate, index) => {
    const error = errors.get(pathOf(index));
    return error === undefined || isAnnounced(candidate.subject) ? [] : [{ candidate, error }];
  });
  return [
    ...findingsOf(refused, contracts),
    ...programsFinding(written, errors),
    ...(all.length > candidatesMax ? [tooMuch(all.length)] : []),
  ];
}

/** Brings both packages in whole, so that what is wrong with them is seen. */
const entries: SourceProgram = {
  path: "/programs/entries.ts",
  text: 'export type * as base from "../base/index.ts";\nexport type * as head from "../head/index.ts";\n',
};

function surfacesOf(base: GeneratedTypescript, head: GeneratedTypescript): Surfaces {
  const surfaces = { base: generatedSurface(base), head: generatedSurface(head) };
  const renamed = renamedTypes(surfaces.base.types, surfaces.head.types);
  return { ...surfaces, renamed, packageName: head.packageName };
}

interface Refused {
  readonly candidate: Candidate;
  readonly error: CompilerError;
}

/**
 * One finding for each rule at each place. What asks of a place in general counts only where nothing more exact was
 * refused there, and what asks of a part as a whole only where none of its places broke.
 */
function findingsOf(refused: readonly Refused[], contracts: CompareSourceOptions["contracts"]): readonly Finding[] {
  const part = ({ subject, statement }: Candidate) => `${statement.direction} ${subject.part} ${subject.name}`;
  const place = (candidate: Candidate) => `${part(candidate)} ${candidate.pointer}`;
  const inPlaces = new Set(refused.filter(({ candidate }) => !candidate.whole).map(({ candidate }) => part(candidate)));
  const exact = new Set(
    refused
      .filter(({ candidate }) => !candidate.whole && candidate.statement.general !== true)
      .map(({ candidate }) => place(candidate)),
  );
  const counted = refused.filter(({ candidate }) => {
    if (candidate.whole) return !inPlaces.has(part(candidate));
    return candidate.statement.general !== true || !exact.has(place(candidate));
  });
  const findings = new Map<string, Refused[]>();
  for (const each of counted) {
    const { subject, pointer, statement } = each.candidate;
    const name = `${statement.rule} ${subject.part} ${subject.name} ${pointer}`;
    findings.set(name, [...(findings.get(name) ?? []), each]);
  }
  return [...findings.values()].map((each) => findingOf(each, contracts));
}

/** Programs that are shown with one finding: further ones say the same of other values. */
const shownProgramsMax = 3;

function findingOf(refused: readonly Refused[], contracts: CompareSourceOptions["contracts"]): Finding {
  const shown = refused.slice(0, shownProgramsMax);
  const [first] = shown;
  if (first === undefined) throw new Error("A finding needs a refused program.");
  const { subject, pointer, statement, affected } = first.candidate;
  const breaks = [...new Set(refused.map(({ candidate }) => candidate.statement.direction))];
  const location = contracts?.head.locate(subject, pointer) ?? contracts?.base.locate(subject, pointer);
  const migrations = refused.flatMap(({ candidate }) => candidate.statement.migration ?? []);
  return {
    rule: statement.rule,
    axis: "SOURCE",
    effect: breaks.length > 1 ? "incomparable" : effects[breaks[0] ?? "response"],
    directions: breaks,
    ...judge("SOURCE", Object.fromEntries(breaks.map((side) => [side, effects[side]]))),
    subject,
    pointer,
    message: shown.map(({ candidate }) => candidate.statement.message).join(" "),
    compilerError: shown.map(({ candidate, error }) => errorText(error, candidate.statement.text)).join("\n\n"),
    ...(migrations.length > 0 ? { migration: [...new Set(migrations)].join(" ") } : {}),
    affected,
    ...(location === undefined ? {} : { location }),
  };
}

/** What a refusal by the compiler means for the values of a type: less can be sent, more is read. */
const effects: Readonly<Record<Direction, Effect>> = { request: "narrow", response: "widen" };

/** `TS2741: Property 'x' is missing …`, and the program that it is about. The versions are named as in the program, not by paths. */
function errorText({ code, message }: CompilerError, program: string): string {
  const named = message
    .replaceAll(/import\("\/(?:isolated|base)\/[^"]*"\)\./g, "base.")
    .replaceAll(/import\("\/head\/[^"]*"\)\./g, "head.");
  return `TS${code}: ${named}\n\n${program}`;
}

function tooMuch(count: number): Finding {
  const message = `So much changed that not all of it was compiled: ${candidatesMax} programs of ${count}.`;
  return undecided(message, `A comparison compiles at most ${candidatesMax} programs.`);
}

function undecided(message: string, reason: string): Finding {
  return {
    rule: "source-incompatible",
    axis: "SOURCE",
    effect: "unknown",
    directions: ["request", "response"],
    ...judge("SOURCE", { request: "unknown", response: "unknown" }),
    subject: { part: "contract", name: "" },
    pointer: "",
    message,
    reason,
    affected: [],
  };
}

function isSame(base: GeneratedTypescript, head: GeneratedTypescript): boolean {
  return base.files.size === head.files.size && [...base.files].every(([name, text]) => head.files.get(name) === text);
}

function programOf({ imports, statement }: Candidate, path: string): SourceProgram {
  return { path, text: `${imports}\n${statement.text}\n` };
}

function under(folder: string, { files }: GeneratedTypescript): readonly (readonly [string, string])[] {
  return [...files].map(([name, text]) => [`${folder}/${name}`, text] as const);
}

/** Programs below `/base` see the package as it was, all others as it is: `@oap/protocol`, `@oap/protocol/errors`. */
function packageModules(base: GeneratedTypescript, head: GeneratedTypescript) {
  return (specifier: string, fromFolder: string): string | undefined => {
    const [folder, { packageName, files }] = fromFolder.startsWith("/base/") ? ["/base", base] : ["/head", head];
    // A program of the base names the package as the base did, whatever its name is now.
    const name = [packageName, base.packageName].find((each) => specifier === each || specifier.startsWith(`${each}/`));
    if (name === undefined) return undefined;
    const module = specifier === name ? "index" : specifier.slice(name.length + 1);
    const file = [`${module}.ts`, `${module}.d.ts`].find((each) => files.has(each));
    return file === undefined ? undefined : `${folder}/${file}`;
  };
}
