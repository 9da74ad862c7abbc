import { defineConfig } from "vitest/config";

/** Tests read the packages' sources, so that a test run never sees a stale build. */
const conditions = ["source", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{contracts,packages/*}/src/**/*.test.ts", "scripts/**/*.test.ts"],
    execArgv: ["--conditions=source"],
    // For what hangs, and not for what is slow: others may work on the machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
