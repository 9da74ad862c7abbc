import type { PlanGraph } from "./plan-graph.ts";

/** Answers whether `source` always ends before `step` starts, directly or through other steps. */
export type IsUpstream = (source: number, step: number) => boolean;

/**
 * Direct dependencies answer at once. The first question beyond them fills one bit a pair of steps, in topological order: at the
 * bound of 10,000 steps 12.5 MB and one pass over the edges, where a search for each question would be quadratic.
 */
export function upstreamOf(graph: PlanGraph): IsUpstream {
  let ancestors: readonly Uint32Array[] | undefined;
  // With a cycle "upstream" has no meaning, and the cycle is reported already.
  if (graph.order.length < graph.dependencies.length) return () => true;
  return (source, step) => {
    if (graph.dependencies[step]?.includes(source)) return true;
    ancestors ??= collectAncestors(graph);
    return (((ancestors[step]?.[source >> 5] ?? 0) >>> (source & 31)) & 1) === 1;
  };
}

function collectAncestors(graph: PlanGraph): Uint32Array[] {
  const words = (graph.dependencies.length + 31) >> 5;
  const ancestors = graph.dependencies.map(() => new Uint32Array(words));
  for (const step of graph.order) {
    const own = ancestors[step] ?? new Uint32Array(words);
    for (const source of graph.dependencies[step] ?? []) {
      const inherited = ancestors[source];
      for (let word = 0; word < words; word += 1) own[word] = (own[word] ?? 0) | (inherited?.[word] ?? 0);
      own[source >> 5] = (own[source >> 5] ?? 0) | (1 << (source & 31));
    }
  }
  return ancestors;
}
