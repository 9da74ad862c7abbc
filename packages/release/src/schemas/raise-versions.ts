import ts from "typescript";

/** A spec whose version is to be another: a type by its name, an operation by its key, whose envelopes follow it. */
export interface VersionRaise {
  readonly property: "name" | "key";
  readonly value: string;
  readonly version: string;
}

/**
 * Raises versions in one source of contracts: sets `version` in the object that has this name or key, or puts it after
 * it where the default held. Nothing else of the text changes.
 * @returns the text, and which raises found no place
 */
export function raiseVersions(
  text: string,
  raises: readonly VersionRaise[],
): { readonly text: string; readonly missed: readonly VersionRaise[] } {
  const source = ts.createSourceFile("contracts.ts", text, ts.ScriptTarget.Latest, true);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const missed = new Set(raises);
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      for (const raise of missed) {
        const named = stringMember(node, raise.property);
        if (named === undefined || named.text !== raise.value || !isSpec(node, raise)) continue;
        const version = member(node, "version");
        const after = Math.max(named.end, lastSpread(node)?.end ?? 0);
        edits.push(
          version === undefined
            ? { start: after, end: after, text: `,${indentOf(text, named)}version: "${raise.version}"` }
            : { start: version.getStart(), end: version.end, text: `"${raise.version}"` },
        );
        missed.delete(raise);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const changed = edits
    .sort((a, b) => b.start - a.start)
    .reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
  return { text: changed, missed: [...missed] };
}

/** An example may hold an object with a name too; a spec has a title beside it. */
function isSpec(node: ts.ObjectLiteralExpression, { property }: VersionRaise): boolean {
  return stringMember(node, "title") !== undefined && (property === "key" || stringMember(node, "key") === undefined);
}

function stringMember(node: ts.ObjectLiteralExpression, name: string): ts.StringLiteral | undefined {
  const value = member(node, name);
  return value !== undefined && ts.isStringLiteral(value) ? value : undefined;
}

function member(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  return node.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .find((property) => ts.isIdentifier(property.name) && property.name.text === name)?.initializer;
}

/** What is spread into an object may bring a version: that which is said after it holds. */
function lastSpread(node: ts.ObjectLiteralExpression): ts.Node | undefined {
  return node.properties.findLast((property) => ts.isSpreadAssignment(property));
}

/** The line break and the indentation before a member's line, or a space where the object is on one line. */
function indentOf(text: string, value: ts.StringLiteral): string {
  const member = value.parent.getStart();
  return /\n[ \t]*$/.exec(text.slice(0, member))?.[0] ?? " ";
}
