import type {
  BoundSpec,
  CapabilitySpec,
  Chapter,
  EventSpec,
  HeaderSpec,
  OperationSpec,
  Registry,
  Spec,
  TableSpec,
} from "@oap/contracts";
import { publishTypes, type TypeDraft } from "./publish-types.ts";

/** A registry as the rules see it: nothing resolved that may be missing. */
export interface LintContext {
  readonly registry: Registry;
  /** All named types, envelopes included. */
  readonly types: readonly TypeDraft[];
  readonly typesByName: ReadonlyMap<string, TypeDraft>;
  readonly operations: readonly OperationSpec[];
  readonly events: readonly EventSpec[];
  readonly capabilities: readonly CapabilitySpec[];
  readonly headers: readonly HeaderSpec[];
  readonly bounds: readonly BoundSpec[];
  readonly tables: readonly TableSpec[];
}

export function lintContext(registry: Registry): LintContext {
  const types = publishTypes(registry);
  const specs = registry.chapters.flatMap((chapter: Chapter) => chapter.specs);
  const ofKind = <TSpec extends Spec>(...kinds: readonly Spec["kind"][]): readonly TSpec[] =>
    specs.filter((spec): spec is TSpec => kinds.includes(spec.kind));
  return {
    registry,
    types,
    typesByName: new Map(types.map((draft) => [draft.spec.name, draft])),
    operations: ofKind<OperationSpec>("command", "query"),
    events: ofKind<EventSpec>("event"),
    capabilities: ofKind<CapabilitySpec>("capability"),
    headers: ofKind<HeaderSpec>("header"),
    bounds: ofKind<BoundSpec>("bound"),
    tables: ofKind<TableSpec>("table"),
  };
}
