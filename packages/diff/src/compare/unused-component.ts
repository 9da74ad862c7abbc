import type { Comparing } from "./comparing.ts";

/**
 * Whether a named schema is a component of an OpenAPI document that no operation and no event carries, in either version. It is no type that
 * anybody imports, as those of other contracts are, and no payload: nobody is broken by what is done to it. Of a document that has
 * nothing but components this is not so: it is there to be used by others.
 */
export function isUnusedComponent(headName: string, { base, head, baseReach, headReach, pairs }: Comparing): boolean {
  if (base.form !== "openapi" || head.form !== "openapi") return false;
  if (baseReach.roots.length === 0 && headReach.roots.length === 0) return false;
  const baseName = pairs.baseName.get(headName) ?? headName;
  return baseReach.rootsOf(baseName).size === 0 && headReach.rootsOf(headName).size === 0;
}
