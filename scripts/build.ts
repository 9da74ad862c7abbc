import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Builds what is stale, by turbo, and nothing else. Returns the exit code; turbo's own output is shown only on failure. */
export function build(filter?: string): number {
  const turbo = require.resolve("turbo/bin/turbo");
  const result = spawnSync(
    process.execPath,
    [turbo, "run", "build", "--output-logs=errors-only", ...(filter ? [`--filter=${filter}`] : [])],
    {
      cwd: new URL("..", import.meta.url),
      encoding: "utf8",
      // No tool of this repository reports home.
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
    },
  );
  if (result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}${result.error ?? ""}\n`);
  return result.status ?? 1;
}

if (import.meta.main) process.exitCode = build(process.argv[2]);
