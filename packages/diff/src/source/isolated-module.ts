import type { Surfaces } from "./candidate.ts";

/**
 * One declaration of the base among the types of the head: what it refers to is what the head has under the name, or
 * under its new name, or else what the base had. So each changed type is judged by its own change, once, and not by
 * those of the types in it. A name that neither exports is one of the language's own.
 */
export function isolatedModule(
  declaration: string,
  references: readonly string[],
  { base, head, renamed }: Surfaces,
): string {
  const imports = references.flatMap((name) => {
    const newName = renamed.get(name);
    if (head.types.has(name)) return `import type { ${name} } from "../head/types.ts";`;
    if (head.exports.has(name)) return `import type { ${name} } from "../head/index.ts";`;
    if (newName !== undefined) return `import type { ${newName} as ${name} } from "../head/types.ts";`;
    if (base.types.has(name)) return `import type { ${name} } from "../base/types.ts";`;
    return base.exports.has(name) ? `import type { ${name} } from "../base/index.ts";` : [];
  });
  return [...imports, declaration, ""].join("\n");
}
