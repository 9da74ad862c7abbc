import type { Model } from "../model.ts";
import type { Links } from "./docs-links.ts";
import type { Usage } from "./docs-usage.ts";

/** What one page is rendered with. */
export interface DocsContext {
  readonly model: Model;
  readonly links: Links;
  readonly usage: Usage;
}
