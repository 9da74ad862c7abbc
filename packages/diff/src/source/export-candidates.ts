import type { Subject } from "../contract.ts";
import type { Candidate, Surfaces } from "./candidate.ts";
import type { SourceRule } from "./edit-programs.ts";
import { accessText, pointerToken } from "./member-text.ts";

/** What consumers may have written with the published constants and with the other names that the package exports. */
export function exportCandidates({ base, head, packageName }: Surfaces): readonly Candidate[] {
  const gone = [...base.exports].filter(([name]) => !head.exports.has(name));
  const exports = gone.map(([name, file]): Candidate => {
    const subject: Subject = file === "tables.ts" ? { part: "table", name } : { part: "contract", name: "" };
    return {
      ...candidate(subject, ""),
      statement: {
        direction: "request",
        rule: file === "tables.ts" ? "constant-removed" : "source-incompatible",
        text: `import { ${name} } from "${packageName}";`,
        message: `Code that imports \`${name}\` stops compiling: it is gone.`,
      },
    };
  });
  const members = [...base.constants].flatMap(([constant, names]) => {
    const kept = head.constants.get(constant);
    if (kept === undefined) return [];
    return names
      .filter((name) => !kept.includes(name))
      .map((name): Candidate => {
        const access = accessText(name);
        const part = parts[constant];
        const subject: Subject = part === undefined ? { part: "table", name: constant } : { part: part.part, name };
        return {
          ...candidate(subject, `import { ${constant} } from "${packageName}";`),
          pointer: part === undefined ? `/${pointerToken(name)}` : "",
          statement: {
            direction: "request",
            rule: part?.rule ?? "source-incompatible",
            text: `const used = ${constant}${access};`,
            message: `Code that uses \`${constant}${access}\` stops compiling: it is gone.`,
          },
        };
      });
  });
  return [...exports, ...members];
}

/** The constants that hold one member for each part of a kind; every other one is a table. */
const parts: Readonly<Record<string, { readonly part: Subject["part"]; readonly rule: SourceRule }>> = {
  bounds: { part: "bound", rule: "constant-removed" },
  errorCodes: { part: "errorCode", rule: "error-code-undefined" },
  headers: { part: "header", rule: "exported-header-removed" },
};

function candidate(subject: Subject, imports: string): Omit<Candidate, "statement"> {
  return { subject, pointer: "", imports, whole: false, affected: [] };
}
