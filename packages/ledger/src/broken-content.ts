import type { ControlPlaneEvidenceBundle, Sha256Hash } from "@oap/protocol";
import { type BrokenEvidence, brokenAt } from "./broken-evidence.ts";
import { canonicalForm, contentHash } from "./content-hash.ts";
import { escapeMember, evidenceDigests } from "./evidence-digests.ts";

/** Compares every part with its digest, and all with the hash. Where digests and parts differ, the hash tells which of them was changed. */
export function brokenContent(value: unknown): BrokenEvidence | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return brokenAt("", "shape", "This is not an evidence bundle: it is not an object.");
  }
  const formless = withoutCanonicalForm(value);
  if (formless !== undefined) return formless;
  const found = evidenceDigests(value);
  const { hash, digests, signature: _signature, ...content } = value as Partial<ControlPlaneEvidenceBundle>;
  const listed = new Map(Object.entries(typeof digests === "object" && digests !== null ? digests : {}));
  const differing = [...found].find(([pointer, digest]) => listed.get(pointer) !== digest);
  const unlisted = [...listed.keys()].find((pointer) => !found.has(pointer));
  if (differing === undefined && unlisted === undefined) {
    const sealed = contentHash({ ...content, digests });
    if (sealed === hash) return undefined;
    return brokenAt("hash" in value ? "/hash" : "", "hash", `This bundle hashes to ${sealed}; it says ${hash}.`);
  }
  if (contentHash({ ...content, digests: Object.fromEntries(found) }) === hash) return brokenDigests(found, digests);
  return brokenPart(value, found, listed);
}

/** Text with lone surrogates and numbers beyond doubles are JSON, and have no canonical form. */
function withoutCanonicalForm(value: object): BrokenEvidence | undefined {
  try {
    canonicalForm(value);
    return undefined;
  } catch (error) {
    return brokenAt("", "unreadable", `It has no canonical form: ${error instanceof Error ? error.message : error}.`);
  }
}

/** The parts are as exported: what was changed is in `digests`. */
function brokenDigests(found: ReadonlyMap<string, Sha256Hash>, digests: unknown): BrokenEvidence {
  const wrong = Object.entries(digests ?? {}).find(([pointer, digest]) => found.get(pointer) !== digest);
  if (wrong === undefined) return brokenAt("/digests", "removed", "A digest is gone; the parts are as they were.");
  const at = `/digests/${escapeMember(wrong[0])}`;
  return brokenAt(at, "changed", "This digest was changed; the part that it is of is as it was.");
}

function brokenPart(
  value: object,
  found: ReadonlyMap<string, Sha256Hash>,
  listed: ReadonlyMap<string, unknown>,
): BrokenEvidence {
  const known = new Set([...listed.keys()].flatMap(pointersDownTo));
  const stranger = Object.keys(value).find((member) => !members.has(member) && !known.has(`/${escapeMember(member)}`));
  if (stranger !== undefined) {
    return brokenAt(`/${escapeMember(stranger)}`, "added", "Nothing of this name was exported.");
  }
  for (const [pointer, digest] of found) {
    if (listed.get(pointer) === digest) continue;
    // What was put in is named by its outermost part that was not there.
    const outermost = pointersDownTo(pointer).find((each) => !known.has(each));
    if (outermost !== undefined) return brokenAt(outermost, "added", "Nothing was exported here.");
    if (!listed.has(pointer)) return brokenAt(pointer, "removed", "What was exported in here is gone.");
    const expected = String(listed.get(pointer));
    return { ...brokenAt(pointer, "changed", `It hashes to ${digest}; what was exported to ${expected}.`), expected };
  }
  const gone = [...listed.keys()].find((pointer) => !found.has(pointer))!;
  return brokenAt(gone, "removed", `What was exported here is gone; it hashes to ${listed.get(gone)}.`);
}

/** `/plan/steps/0` → `/plan`, `/plan/steps`, `/plan/steps/0`. */
function pointersDownTo(pointer: string): string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

/** The members of a bundle, so that one whose name was changed is found. */
const members: ReadonlySet<string> = new Set(
  Object.keys({
    runId: 1,
    executionId: 1,
    state: 1,
    plan: 1,
    planHash: 1,
    attempts: 1,
    decisions: 1,
    approvals: 1,
    ledger: 1,
    checkpoints: 1,
    inclusions: 1,
    digests: 1,
    hash: 1,
    signature: 1,
  } satisfies Record<keyof ControlPlaneEvidenceBundle, 1>),
);
