import type { ExecTarget, JsonObject } from "@oap/protocol";
import { actionName } from "../governance.ts";

/** Whether a name such as `image.analyze`, `image.*`, `*` or `image.analyze@1.0.0` covers the target. */
export function coversTarget(pattern: string, target: ExecTarget): boolean {
  const at = pattern.lastIndexOf("@");
  const name = at > 0 ? pattern.slice(0, at) : pattern;
  if (at > 0 && pattern.slice(at + 1) !== target.version) return false;
  return name === "*" || name === `${target.module_id}.*` || name === actionName(target);
}

/** The non-empty list of non-empty texts under `member`, or what is wrong with it. */
export function readTexts(args: JsonObject, member: string): readonly string[] | string {
  const list = args[member];
  if (!Array.isArray(list) || list.length === 0 || list.some((item) => typeof item !== "string" || item === "")) {
    return `\`args.${member}\` is a list of texts with at least one of them`;
  }
  return list as readonly string[];
}
