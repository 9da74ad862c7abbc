import type { TypeDeclaration } from "./type-declarations.ts";

/** Types that go on under another name and say the same: exactly one gone and one new have the same text. */
export function renamedTypes(
  base: ReadonlyMap<string, TypeDeclaration>,
  head: ReadonlyMap<string, TypeDeclaration>,
): ReadonlyMap<string, string> {
  const gone = [...base.values()].filter(({ name }) => !head.has(name));
  const added = [...head.values()].filter(({ name }) => !base.has(name));
  const anonymous = ({ name, text, parameterList }: TypeDeclaration) =>
    `${parameterList} = ${text}`.replaceAll(new RegExp(`\\b${name}\\b`, "g"), "#");
  return new Map(
    gone.flatMap((from) => {
      const alike = added.filter((to) => anonymous(to) === anonymous(from));
      const [to] = alike;
      const rivals = gone.filter((other) => anonymous(other) === anonymous(from));
      return to !== undefined && alike.length === 1 && rivals.length === 1 ? [[from.name, to.name] as const] : [];
    }),
  );
}
