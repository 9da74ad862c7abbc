import type { Sha256Hash } from "@oap/protocol";
import { contentHash } from "./content-hash.ts";

/** The members of a bundle that say what the others are, and so have no digest. */
const undigested: readonly string[] = ["digests", "hash", "signature"];

/**
 * A hash for each part of an evidence bundle, by JSON Pointer, in the order of the bundle's members: lists and objects count by
 * item and member, in `plan` one level deeper, and an empty one is a part itself. Together the parts are everything but
 * `digests`, `hash` and `signature`. Members that nobody knows are parts too, so that none can be added unseen.
 */
export function evidenceDigests(bundle: object): Map<string, Sha256Hash> {
  const digests = new Map<string, Sha256Hash>();
  const visit = (value: unknown, pointer: string, depth: number): void => {
    const parts = depth > 0 && typeof value === "object" && value !== null ? Object.entries(value) : [];
    if (parts.length === 0) digests.set(pointer, contentHash(value));
    for (const [member, part] of parts) {
      if (part !== undefined) visit(part, `${pointer}/${escapeMember(member)}`, depth - 1);
    }
  };
  for (const [member, value] of Object.entries(bundle)) {
    if (undigested.includes(member) || value === undefined) continue;
    visit(value, `/${escapeMember(member)}`, member === "plan" ? 2 : 1);
  }
  return digests;
}

/** A member's name as a part of a JSON Pointer (RFC 6901, section 3). */
export function escapeMember(member: string): string {
  return member.replaceAll("~", "~0").replaceAll("/", "~1");
}
