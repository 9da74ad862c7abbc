import type { TypeDeclaration } from "./type-declarations.ts";

/**
 * One declaration of the base among the types of the head: what it refers to is what the head has under the name, or
 * under its new name, or else what the base had. So each changed type is judged by its own change, once, and not by
 * those of the types in it.
 */
export function isolatedModule(
  declaration: string,
  references: readonly string[],
  {
    types,
    renamed,
  }: { readonly types: ReadonlyMap<string, TypeDeclaration>; readonly renamed: ReadonlyMap<string, string> },
): string {
  const imports = references.map((name) => {
    if (types.has(name)) return `import type { ${name} } from "../head/types.ts";`;
    const newName = renamed.get(name);
    if (newName !== undefined) return `import type { ${newName} as ${name} } from "../head/types.ts";`;
    return `import type { ${name} } from "../base/types.ts";`;
  });
  return [...imports, declaration, ""].join("\n");
}
