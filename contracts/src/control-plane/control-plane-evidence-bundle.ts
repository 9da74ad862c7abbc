import { type Static, Type } from "@sinclair/typebox";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { ExecutionPlan } from "../execution/execution-plan.ts";
import { ExecutionState } from "../execution/execution-state.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { ApprovalRequest } from "../governance/approval-request.ts";
import { LedgerCheckpoint } from "../provenance/ledger-checkpoint.ts";
import { LedgerEntry } from "../provenance/ledger-entry.ts";
import { LedgerInclusion } from "../provenance/ledger-inclusion.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { evidenceDigestsMax, evidenceEntriesMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneEvidenceAttempt } from "./control-plane-evidence-attempt.ts";
import { ControlPlaneEvidenceDecision } from "./control-plane-evidence-decision.ts";
import { ControlPlaneEvidenceSignature } from "./control-plane-evidence-signature.ts";
import { ExecutionId } from "./execution-id.ts";

/** Everything in here is real: its hashes are right, and it is signed by the key of RFC 8032, section 7.1, test 1. */
export const evidenceExample = {
  runId: "inv-1",
  executionId: "exe-1",
  state: "COMPLETED" as const,
  plan: {
    plan_id: "count-words",
    steps: [{ step_id: "count", target: { module_id: "text", capability: "statistics" } }],
    created_by: "user:ada",
    created_at: "2026-03-01T09:30:00.000Z",
  },
  planHash: "sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014",
  attempts: [
    {
      stepId: "count",
      state: "COMPLETED" as const,
      target: { module_id: "text", capability: "statistics", version: "1.0.0" },
      attempt: 1,
      inputHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
  ],
  decisions: [
    {
      decision: "ALLOW" as const,
      policyBindingId: "development-allow",
      risk: "LOW" as const,
      decidedAt: "2026-03-01T09:31:11.900Z",
    },
  ],
  approvals: [],
  ledger: [
    {
      event_id: "req-2",
      timestamp: "2026-03-01T09:30:00.000Z",
      actor: "user:ada",
      module_id: "control-plane",
      envelope_type: "exec.plan.submit",
      status: "SUCCESS" as const,
      input_ref: "sha256:ee86ccec1906be65b80f0eb3fd3939ae14a6022cf62fafb01557bd19a26b4d3d",
      policy_ref: "development-allow",
      decision: "ALLOW" as const,
      risk: "LOW" as const,
      prev_event_hash: "sha256:0000000000000000000000000000000000000000000000000000000000000000",
      event_hash: "sha256:cc4306c0abbb9b785906a3b3877572fd8fbcced4c63e52e1c600f1b7d00f2bc8",
      ledger_anchor: "chk_8d801dde4c4213964f22b1fd44d3d5120504fb3af1139c53eb5893fa075fa37e",
    },
  ],
  checkpoints: [
    {
      anchor: "chk_8d801dde4c4213964f22b1fd44d3d5120504fb3af1139c53eb5893fa075fa37e",
      sequence: 1,
      created_at: "2026-03-01T09:35:00.000Z",
      first_entry: 1,
      last_entry: 3,
      root: "sha256:9b7f8c50f2ae5728a0065902300f29e8e937c952b567d9fd7c1f1a9aec39f75f",
      public_key: "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      signature:
        "ed25519:7c31e41620807864aaa65379a1cc62be51e9be2d14555b46fa51838c231f9fa9140c73b07121c93df9b243592524401bacfd3d5df8e7af641b363e9afa057c0c",
    },
  ],
  inclusions: [
    {
      event_hash: "sha256:cc4306c0abbb9b785906a3b3877572fd8fbcced4c63e52e1c600f1b7d00f2bc8",
      anchor: "chk_8d801dde4c4213964f22b1fd44d3d5120504fb3af1139c53eb5893fa075fa37e",
      ordinal: 2,
      path: [
        "sha256:9a73beedddce2de5973211a43cd22c383a06f73d32521bcaad08c493e1f589e6",
        "sha256:dd3d5cea262398b54f4be1e76eac0b0cbdc13d540d83d3612413d473698f42d9",
      ],
    },
  ],
  digests: {
    "/runId": "sha256:fb14a05e34ed11cd1a40464affba8c918982ac1631ea42bbc73880a814e1b9bf",
    "/executionId": "sha256:2e26b6c393f6fe9eec43bf21f3652d479d8459e7862025ccffef1de184c66965",
    "/state": "sha256:ba0ae16a200116e07f05885dfbad38d09f10323434cdeefb998aa0d03f7dbf91",
    "/plan/plan_id": "sha256:25a8ae4a18823291aaa1e28cba0ec11158ce6367d096e59cbcc3c13d78433915",
    "/plan/steps/0": "sha256:d3a84e66f67365bc998f3943b2407452ebe38cef985cc49c05de01566257defd",
    "/plan/created_by": "sha256:720ae11ea4a6821101d0123920e30e2d966a47e4f9aadd42ee400b3c04f3288c",
    "/plan/created_at": "sha256:784a39298ed62d08d916fe4d48e5305ac04b11f11a37dfe0814a9bee504cbc95",
    "/planHash": "sha256:caa304702a1b5a49ea6a3d853d57e68c3d1160ac032e0cc2ae70397fb94a7fca",
    "/attempts/0": "sha256:911a89808920fb57be8c127eebaf4a1376f4dbd92ccdf1fe28cf920cd65e5714",
    "/decisions/0": "sha256:5bf21edf4be6c43c6fd9301124ac24367c9cc387c28aa8a5781d9792b912d613",
    "/approvals": "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    "/ledger/0": "sha256:06aa228f8b9153c97a5bc448e28af6696126df57212273820d2bd55e2bd42f0b",
    "/checkpoints/0": "sha256:869665df76a6d7f3f24a91cce4e0c8f65a8853cc1bd7c6dc4284d0038b6b6739",
    "/inclusions/0": "sha256:e18b69543f7f8b8d99c8e28e06f81c36a6eb717b5bf21a17c0c5f10b496eabda",
  },
  hash: "sha256:d3a3bb7543c0caea72ddf8f373d0d2ff149c194368e6a442c2d7a7023c62c11a",
  signature: {
    publicKey: "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    signature:
      "ed25519:2035ba67a5c0091084d4757778272af9b1a73f0a5e39879afaa9ff555215e8384b14e685e3f9f91e9809df9c22db49913ee646372991b2d71312418249920900",
  },
};
const { hash: _hash, ...withoutHash } = evidenceExample;

export const ControlPlaneEvidenceBundle = defineType({
  name: "ControlPlaneEvidenceBundle",
  title: "Evidence bundle",
  description:
    "All that shows what a run did and why it was allowed to: the plan, every attempt, every decision, every approval, and the ledger's entries about it. As a file it is RFC 8785 canonical JSON, so that every byte of it counts; `oap-verify` checks such a file offline, and says where it was changed. Exporting the same ended run again gives the same bundle, byte for byte, once a checkpoint covers its entries. Members that contracts mark as personal are redacted.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run." }),
    executionId: Type.Optional(
      ref(ExecutionId, { description: "The execution that the run belongs to, where there is one." }),
    ),
    state: ref(ExecutionState, { description: "The run's state." }),
    plan: ref(ExecutionPlan, {
      description: "The plan as it was submitted, with inputs redacted where contracts say so.",
    }),
    planHash: ref(Sha256Hash, { description: "The hash of the compiled plan." }),
    attempts: Type.Array(ref(ControlPlaneEvidenceAttempt), {
      maxItems: evidenceEntriesMax.value,
      description: "Every attempt, in the order in which they started.",
    }),
    decisions: Type.Array(ref(ControlPlaneEvidenceDecision), {
      maxItems: evidenceEntriesMax.value,
      description: "Every decision of policy, in the order in which they were made.",
    }),
    approvals: Type.Array(ref(ApprovalRequest), {
      maxItems: evidenceEntriesMax.value,
      description: "Every request for a human decision, with its answer.",
    }),
    ledger: Type.Array(ref(LedgerEntry), {
      maxItems: evidenceEntriesMax.value,
      description:
        "The ledger's entries about the run, in the order of the ledger. They are picked from their chains, so that one need not follow the other; `inclusions` show that each stands in the ledger.",
    }),
    checkpoints: Type.Array(ref(LedgerCheckpoint), {
      maxItems: evidenceEntriesMax.value,
      description: "The checkpoints that cover these entries, the oldest first.",
    }),
    inclusions: Type.Array(ref(LedgerInclusion), {
      maxItems: evidenceEntriesMax.value,
      description: "For each entry with a `ledger_anchor`, that its checkpoint covers it; in the order of the entries.",
    }),
    digests: Type.Record(
      Type.String(),
      ref(Sha256Hash, { description: "Hash of the RFC 8785 canonical JSON of what is there." }),
      {
        maxProperties: evidenceDigestsMax.value,
        description:
          "By JSON Pointer, a hash of each part of this bundle, so that a change can be located: of each item of a list and each member of an object, one level deeper in `plan`, and of each other member as it is. An empty list or object is a part itself. `digests`, `hash` and `signature` are no parts.",
      },
    ),
    hash: ref(Sha256Hash, {
      description: "Hash of RFC 8785 canonical JSON of this bundle without `hash` and `signature`.",
    }),
    signature: ref(ControlPlaneEvidenceSignature, { description: "Who vouches for the `hash`." }),
  }),
  examples: {
    valid: [{ title: "a run of one step", value: evidenceExample }],
    invalid: [
      { title: "without its hash", value: withoutHash, pointer: "", keyword: "required" },
      {
        title: "attempts that are a count",
        value: { ...evidenceExample, attempts: 1 },
        pointer: "/attempts",
        keyword: "type",
      },
      {
        title: "a decision that is a verdict",
        value: { ...evidenceExample, decisions: [{ ...evidenceExample.decisions[0], decision: "blocked" }] },
        pointer: "/decisions/0/decision",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneEvidenceBundle = Static<typeof ControlPlaneEvidenceBundle.schema>;
