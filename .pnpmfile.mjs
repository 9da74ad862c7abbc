/** What a packed manifest has and a source's has not, and the other way round. `pnpm pack` and `pnpm publish` both ask. */
export const hooks = { beforePacking: published };

/** The condition under which this repository reads its own sources; they are in no tarball. */
const sourceCondition = "source";

function published({ scripts: _, devDependencies: __, exports, ...manifest }) {
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: packing is no task of turbo, so nothing of it is cached.
  const repository = process.env.OAP_REPOSITORY;
  return {
    ...manifest,
    ...(exports === undefined ? {} : { exports: publishedExports(exports) }),
    // A registry accepts a statement of provenance only for the repository that the manifest names.
    ...(repository === undefined || repository === "" ? {} : { repository: { type: "git", url: repository } }),
  };
}

/** An entry that has nothing but its source serves this repository's tests, and is left out. */
function publishedExports(exports) {
  const entries = Object.entries(exports).map(([path, target]) => [path, publishedTarget(target)]);
  return Object.fromEntries(entries.filter(([, target]) => target !== undefined));
}

function publishedTarget(target) {
  if (typeof target !== "object" || target === null) return target;
  const { [sourceCondition]: _, ...conditions } = target;
  return Object.keys(conditions).length === 0 ? undefined : conditions;
}
