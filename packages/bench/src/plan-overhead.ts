import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@oap/client";
import type { ExecutionPlan, PlanStep } from "@oap/protocol";
import { startControlPlane } from "@oap/server";
import { median } from "./median.ts";
import type { Table } from "./table.ts";

const sizes = [10, 1_000, 10_000];
const shapes = ["chain", "fan"] as const;

/** What a step of a plan costs, from submit to the end of the run, by the size and shape of the plan. */
export async function planOverhead(rounds: number): Promise<Table> {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-bench-"));
  const controlPlane = await startControlPlane({ dataDir, port: 0, limits: [] });
  const client = connect({ baseUrl: controlPlane.url, timeoutMs: 600_000 });
  try {
    const rows: string[][] = [];
    for (const shape of shapes) {
      let smallest: number | undefined;
      for (const size of sizes) {
        const perStep: number[] = [];
        for (let round = 0; round < rounds + 1; round += 1) {
          const plan = planOf(shape, size, round);
          const start = performance.now();
          await client.exec.plan.submit({ plan });
          const { state } = await client.exec.plan.apply({ plan_id: plan.plan_id });
          if (state !== "COMPLETED") throw new Error(`The plan ended ${state}.`);
          perStep.push(((performance.now() - start) * 1000) / size);
        }
        const cost = median(perStep.slice(1));
        smallest ??= cost;
        rows.push([shape, String(size), `${cost.toFixed(0)} µs`, (cost / smallest).toFixed(2)]);
      }
    }
    return {
      title: "Cost of a step, by the size of its plan",
      note: `Submit and apply over HTTP, text.statistics in each step, medians of ${rounds} rounds. Linear means that the ratio does not grow.`,
      head: ["shape", "steps", "per step", "against 10 steps"],
      rows,
    };
  } finally {
    await controlPlane.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function planOf(shape: (typeof shapes)[number], size: number, round: number): ExecutionPlan {
  const steps: PlanStep[] = Array.from({ length: size }, (_, index) => {
    const dependency = shape === "chain" ? `s${index - 1}` : "s0";
    return {
      step_id: `s${index}`,
      target: { module_id: "text", capability: "statistics" },
      input_template: { text: "one two" },
      ...(index === 0 ? {} : { depends_on: [dependency] }),
    };
  });
  return {
    plan_id: `plan_${shape}_${size}_${round}`,
    steps,
    created_by: "user:bench",
    created_at: "2026-03-01T09:30:00.000Z",
  };
}
