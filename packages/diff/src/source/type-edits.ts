import type ts from "typescript";
import { pointerToken } from "./member-text.ts";
import { indexedType, itemType, membersOf, type TypeDeclaration, typeText } from "./type-declarations.ts";

/** One place of a type that is written otherwise in the head. What it means, the compiler says. */
export type TypeEdit = Place &
  (
    | { readonly kind: "member-removed"; readonly member: string; readonly node: ts.TypeNode }
    | { readonly kind: "member-added"; readonly member: string; readonly required: boolean }
    | { readonly kind: "member-required"; readonly member: string }
    | { readonly kind: "member-optional"; readonly member: string }
    | { readonly kind: "type-replaced"; readonly base: ts.TypeNode; readonly head: ts.TypeNode }
  );

/** A place within a type, in both versions. */
export interface Place {
  /** JSON Pointer of the place in the type's schema. */
  readonly pointer: string;
  /** For people, from the type: `events[].depot`; empty for the type itself. */
  readonly shown: string;
  /** The types at the place, or of the object whose member was edited, as programs write them. */
  readonly baseAt: string;
  readonly headAt: string;
}

/** Where the two versions of a declaration differ, each place once, in the order of the base and then of the head. */
export function typeEdits(base: TypeDeclaration, head: TypeDeclaration): readonly TypeEdit[] {
  const shared = base.parameters.slice(0, head.parameters.length).join(", ");
  const applied = shared === "" ? "" : `<${shared}>`;
  const root = { pointer: "", shown: "", baseAt: `base.${base.name}${applied}`, headAt: `head.${head.name}${applied}` };
  return editsAt(base.node, head.node, root);
}

function editsAt(base: ts.TypeNode, head: ts.TypeNode, place: Place): readonly TypeEdit[] {
  if (typeText(base) === typeText(head)) return [];
  const [baseItem, headItem] = [itemType(base), itemType(head)];
  if (baseItem !== undefined && headItem !== undefined) {
    return editsAt(baseItem, headItem, {
      pointer: `${place.pointer}/items`,
      shown: `${place.shown}[]`,
      baseAt: `${place.baseAt}[number]`,
      headAt: `${place.headAt}[number]`,
    });
  }
  const members = membersOf(base);
  const headMembers = membersOf(head);
  const [others, headOthers] = [indexedType(base), indexedType(head)];
  if (members === undefined || headMembers === undefined || (others === undefined) !== (headOthers === undefined)) {
    return [{ ...place, kind: "type-replaced", base, head }];
  }
  const edits: TypeEdit[] = [];
  for (const [name, member] of members) {
    const other = headMembers.get(name);
    const at = { ...place, ...memberPlace(place, name) };
    if (other === undefined) {
      edits.push({ ...at, kind: "member-removed", member: name, node: member.node });
      continue;
    }
    if (member.optional !== other.optional) {
      edits.push({ ...at, kind: other.optional ? "member-optional" : "member-required", member: name });
    }
    edits.push(
      ...editsAt(member.node, other.node, {
        ...at,
        baseAt: indexed(place.baseAt, name, member.optional),
        headAt: indexed(place.headAt, name, other.optional),
      }),
    );
  }
  for (const [name, { optional }] of headMembers) {
    if (members.has(name)) continue;
    const at = { ...place, ...memberPlace(place, name) };
    edits.push({ ...at, kind: "member-added", member: name, required: !optional });
  }
  if (others !== undefined && headOthers !== undefined) {
    edits.push(
      ...editsAt(others, headOthers, {
        pointer: `${place.pointer}/additionalProperties`,
        shown: `${place.shown}{}`,
        baseAt: `${place.baseAt}[string]`,
        headAt: `${place.headAt}[string]`,
      }),
    );
  }
  return edits;
}

function memberPlace({ pointer, shown }: Place, name: string): Pick<Place, "pointer" | "shown"> {
  return { pointer: `${pointer}/properties/${pointerToken(name)}`, shown: shown === "" ? name : `${shown}.${name}` };
}

function indexed(at: string, name: string, optional: boolean): string {
  const member = `${at}[${JSON.stringify(name)}]`;
  return optional ? `NonNullable<${member}>` : member;
}
