import type { ControlPlaneEvidenceBundle } from "@oap/protocol";
import { contentHash } from "../content-hash.ts";
import { type EvidenceContent, evidenceBundle } from "../evidence-bundle.ts";
import { ledgerInclusions } from "../ledger-inclusion.ts";
import { sampleLedger, testKey, timeOf } from "./sample-ledger.ts";

/** What a run of `steps` steps did: two attempts each, of which the first failed. Its two exchanges stand among others in the ledger. */
export function sampleContent(steps: number, text = "To be or not to be."): EvidenceContent {
  const numbers = Array.from({ length: steps }, (_, index) => index + 1);
  const target = { module_id: "text", capability: "statistics" };
  const { entries, checkpoints } = sampleLedger(["s", undefined, "s", "t", undefined, undefined], 3);
  const hashes = entries.map(({ entry }) => entry.event_hash);
  const slice = [entries[1]!, entries[4]!].map(({ entry, ordinal }) => ({
    entry,
    ordinal,
    checkpoint: checkpoints[ordinal <= 3 ? 0 : 1]!,
  }));
  return {
    runId: "inv-1",
    executionId: "exe-1",
    state: "COMPLETED",
    plan: {
      plan_id: "count-words",
      label: 'Wörter zählen \u{1F9EE} "quoted" \\ /',
      steps: numbers.map((number) => ({ step_id: `count_${number}`, target, input_template: { text, number } })),
      created_by: "user:ada",
      created_at: timeOf(0),
      metadata: { fail_fast: false, weights: [0.5, 1e21, -3] },
    },
    planHash: contentHash("compiled"),
    attempts: numbers.flatMap((number) => [
      {
        stepId: `count_${number}`,
        attempt: 1,
        state: "FAILED" as const,
        target: { ...target, version: "1.0.0" },
        startedAt: timeOf(number),
        completedAt: timeOf(number),
        inputHash: contentHash({ text, number }),
        error: { reason: "RUNTIME_ERROR" as const, message: "The module stopped." },
      },
      {
        stepId: `count_${number}`,
        attempt: 2,
        state: "COMPLETED" as const,
        target: { ...target, version: "1.0.0" },
        startedAt: timeOf(number),
        completedAt: timeOf(number),
        inputHash: contentHash({ text, number }),
        outputHash: contentHash({ words: number }),
      },
    ]),
    decisions: numbers.map((number) => ({
      stepId: `count_${number}`,
      decision: "ALLOW" as const,
      policyBindingId: "development-allow",
      risk: "LOW" as const,
      decidedAt: timeOf(number),
    })),
    approvals: [],
    ledger: slice.map(({ entry, checkpoint }) => ({ ...entry, ledger_anchor: checkpoint.anchor })),
    checkpoints,
    inclusions: slice.map(({ checkpoint, ordinal }) =>
      ledgerInclusions(checkpoint, hashes.slice(checkpoint.first_entry - 1, checkpoint.last_entry))(ordinal),
    ),
  };
}

export function sampleBundle(steps: number, text?: string): ControlPlaneEvidenceBundle {
  return evidenceBundle(sampleContent(steps, text), testKey);
}
