import ts from "typescript";

/** The line, from 1, at which a JSON Pointer of member names and indexes leads into a text; undefined where it does not. */
export function lineInJson(text: string, pointer: string): number | undefined {
  const file = ts.parseJsonText("lint.json", text);
  let node: ts.Node | undefined = file.statements[0]?.expression;
  for (const token of pointer.split("/").slice(1)) {
    if (node === undefined) return undefined;
    if (ts.isArrayLiteralExpression(node)) {
      node = node.elements[Number(token)];
    } else if (ts.isObjectLiteralExpression(node)) {
      node = node.properties
        .filter(ts.isPropertyAssignment)
        .find(({ name }) => ts.isStringLiteral(name) && name.text === token)?.initializer;
    } else {
      return undefined;
    }
  }
  return node === undefined ? undefined : file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
