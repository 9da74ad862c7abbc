import type { HeaderUse } from "../spec/define-header.ts";
import { orchControlIntentHeader } from "./orch-control-intent-header.ts";
import { orchControlScopeHeader } from "./orch-control-scope-header.ts";

/** Hints to routers that any control request may carry. They have no counterpart in the body. */
export const controlRequestHeaders: readonly HeaderUse[] = [
  { header: orchControlIntentHeader },
  { header: orchControlScopeHeader },
];
