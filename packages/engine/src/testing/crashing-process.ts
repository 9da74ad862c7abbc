import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "@oap/protocol";
import { ann, once, openEngine, planOf, repeat, step } from "./engine-under-test.ts";

// A control plane that is meant to be killed. It tells on its standard output what it has acknowledged.
// Arguments: what to do, and the data folder.

const [mode, dataDir = ""] = process.argv.slice(2);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

if (mode === "acknowledge") {
  const { service } = openEngine(async (input) => ({ got: input }), { dataDir });
  for (let number = 0; ; number += 1) {
    const { invocation_id: sync } = await service.invoke({ target: repeat, input: { number } }, ann);
    say(`sync ${sync}`);
    const { invocation_id } = await service.invoke({ target: repeat, input: { number }, mode: "ASYNC" }, ann);
    say(`async ${invocation_id}`);
  }
}

/** The plan of the crash: `done` ends, then `hangs` and `hangs_once` never do; `last` waits for `hangs`. */
const plan = planOf("crash", [
  step("done"),
  step("hangs", ["done"]),
  step("hangs_once", ["done"], { target: once, optional: true }),
  step("last", ["hangs", "hangs_once"]),
]);

if (mode === "hang") {
  const { service } = openEngine(
    (input) => {
      appendFileSync(join(dataDir, "effects"), `${String(input.step)}\n`);
      say(`started ${String(input.step)}`);
      return input.step === "done" ? Promise.resolve({ by: "first process" } as JsonObject) : new Promise(() => {});
    },
    { dataDir },
  );
  await service.submitPlan({ plan }, ann);
  const { invocation_id } = await service.applyPlan({ plan_id: plan.plan_id, mode: "ASYNC" }, ann);
  say(`applied ${invocation_id}`);
  // Keeps the process alive until it is killed.
  setInterval(() => {}, 1000);
}
