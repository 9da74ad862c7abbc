import { validators } from "@oap/protocol/validators";
import { median } from "./median.ts";
import type { Table } from "./table.ts";

const repetitions = 200_000;

/** What validating an envelope costs on top of parsing the same bytes. */
export function validationCost(rounds: number): Table {
  const text = JSON.stringify({
    jsonrpc: "2.0",
    id: "req-1",
    envelope_type: "exec.invoke",
    params: {
      target: { module_id: "text", capability: "statistics" },
      input: { text: "The quick brown fox" },
      mode: "SYNC",
    },
    _meta: { timestamp: "2026-03-01T09:30:00.000Z", session_id: "ses-1", labels: { team: "imaging" } },
  });
  const envelope: unknown = JSON.parse(text);
  let kept = 0;
  const parse = () => {
    kept += Object.keys(JSON.parse(text)).length;
  };
  const validate = () => {
    kept += validators.ExecInvokeRequest(envelope).length;
  };
  const times = { parse: [] as number[], validate: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    times.parse.push(microsecondsOf(parse));
    times.validate.push(microsecondsOf(validate));
  }
  if (kept === 0) throw new Error("Nothing was measured.");
  // The first round only warms up.
  const [parsed, validated] = [median(times.parse.slice(1)), median(times.validate.slice(1))];
  return {
    title: "Validation of an envelope, against JSON.parse of the same bytes",
    note: `Medians of ${rounds} rounds of ${repetitions} repetitions, in one process.`,
    head: ["JSON.parse", "validation", "ratio"],
    rows: [[`${parsed.toFixed(2)} µs`, `${validated.toFixed(2)} µs`, (validated / parsed).toFixed(2)]],
  };
}

function microsecondsOf(work: () => void): number {
  const start = performance.now();
  for (let count = 0; count < repetitions; count += 1) work();
  return ((performance.now() - start) * 1000) / repetitions;
}
