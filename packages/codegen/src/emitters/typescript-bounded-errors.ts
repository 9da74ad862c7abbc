/** How many issues are kept for one value. A value of 4 MiB can be wrong in a million places. */
export const issuesMax = 100;

/**
 * Ajv collects every error, and copies the whole list each time that a referred schema adds to it: an array of a
 * million wrong items would take minutes. Here a list keeps its first {@link issuesMax} errors, while the count, by
 * which Ajv decides whether a branch has passed, stays exact. What no issue needs goes, too: it is half of the file.
 *
 * Works on the text of Ajv's standalone code, and refuses text whose shape it does not know.
 */
export function boundedErrors(code: string): string {
  let bounded = code;
  for (const [shape, replacement] of rewrites) bounded = bounded.replaceAll(shape, replacement);
  const unknown = bounded.match(/vErrors\.\w+|(?<![.\w])errors = vErrors\b.*|schemaPath/);
  if (unknown !== null) throw new Error(`Ajv's code has a shape that cannot be bounded, at "${unknown[0]}".`);
  return `${bounded}\n${listFunctions}`;
}

const rewrites: readonly (readonly [RegExp, string])[] = [
  [/,schemaPath:"(?:[^"\\]|\\.)*"/g, ""],
  [
    /const (err\d+) = (.*);\s*if\(vErrors === null\)\{\s*vErrors = \[\1\];\s*\}\s*else \{\s*vErrors\.push\(\1\);\s*\}/g,
    "vErrors = withError(vErrors, $2);",
  ],
  [
    /vErrors = vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\);\s*errors = vErrors\.length;/g,
    "vErrors = withErrors(vErrors, $1.errors);\nerrors += $1.count;",
  ],
  [
    /if\(vErrors !== null\)\{\s*if\((\w+)\)\{\s*vErrors\.length = \1;\s*\}\s*else \{\s*vErrors = null;\s*\}\s*\}/g,
    "vErrors = firstErrors(vErrors, $1);",
  ],
  [/(validate\d+)\.errors = vErrors;/g, "$1.errors = vErrors;\n$1.count = errors;"],
];

const listFunctions = `
function withError(list, error) {
  if (list === null) return [error];
  if (list.length < ${issuesMax}) list.push(error);
  return list;
}
function withErrors(list, more) {
  if (list === null) return more;
  for (let index = 0; index < more.length && list.length < ${issuesMax}; index++) list.push(more[index]);
  return list;
}
function firstErrors(list, count) {
  if (list === null || count === 0) return null;
  if (list.length > count) list.length = count;
  return list;
}
`;
