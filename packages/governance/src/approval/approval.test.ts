import type { ApprovalRequest, PolicyDecision } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GovernanceDecision, GovernedCaller } from "../governance.ts";
import { applyApproval } from "./apply-approval.ts";
import {
  type ApprovalBinding,
  type ApprovalChange,
  decideApproval,
  expireApproval,
  openApproval,
  overrideApproval,
} from "./approval.ts";

const at = Date.UTC(2026, 2, 1, 9, 30);
const ada: GovernedCaller = { id: "user:ada", roles: ["user", "admin"] };
const grace: GovernedCaller = { id: "user:grace", roles: ["admin"] };
const bob: GovernedCaller = { id: "user:bob", roles: ["user"] };
const binding: Required<ApprovalBinding> = {
  invocation_id: "inv_1",
  step_id: "fetch",
  policy_binding_id: `sha256:${"a".repeat(64)}`,
  input_hash: `sha256:${"b".repeat(64)}`,
};
const opened = openApproval(
  { reason: "It has high risk.", required_role: "admin", proposed_action: "money.move", risk: "HIGH" },
  { request_id: "apr_1", requested_by: ada.id, at, expiresAfterMs: 60_000, binding },
);
const pending = opened.approval;
const approve = { approve: true, reviewer: grace.id };
const approved = done(decideApproval(pending, approve, grace, at + 1)).approval;

function done(change: ApprovalChange) {
  if (change.ok) return change;
  throw new Error(change.message);
}

describe("an approval", () => {
  it("opens as pending, with what it counts for, and is audited", () => {
    expect(validators.ApprovalRequest(pending)).toEqual([]);
    expect(pending).toMatchObject({ state: "pending", ...binding, expires_at: "2026-03-01T09:31:00.000Z" });
    expect(opened.audit).toMatchObject({ event: "approval.requested", actor: ada.id, state: "pending" });
  });

  it.each([
    ["approved", true],
    ["rejected", false],
  ] as const)("is %s by somebody else with the role", (state, answer) => {
    const { approval, audit } = done(
      decideApproval(pending, { approve: answer, reviewer: grace.id, comments: "Seen." }, grace, at + 5),
    );
    expect(validators.ApprovalRequest(approval)).toEqual([]);
    expect(approval).toMatchObject({ state, approved: answer, reviewer: grace.id, comments: "Seen." });
    expect(audit).toMatchObject({
      event: "approval.decided",
      actor: grace.id,
      previous_state: "pending",
      state,
      reason: "Seen.",
    });
  });

  it.each([
    ["its requester", ada, ada.id, "FORBIDDEN"],
    ["somebody without the role", bob, bob.id, "FORBIDDEN"],
    ["somebody under another name", grace, "user:root", "FORBIDDEN"],
  ])("is not decided by %s", (_, caller, reviewer, code) => {
    for (const answer of [true, false]) {
      expect(decideApproval(pending, { approve: answer, reviewer }, caller, at)).toMatchObject({ ok: false, code });
    }
  });

  it("is not decided twice, nor when its time is over", () => {
    expect(decideApproval(approved, approve, grace, at + 2)).toMatchObject({ ok: false, code: "STATE_CONFLICT" });
    expect(decideApproval(pending, approve, grace, at + 60_000)).toMatchObject({ ok: false, code: "STATE_CONFLICT" });
    expect(decideApproval(pending, approve, grace, at + 59_999).ok).toBe(true);
  });

  it("expires at its time, once, and only while it is pending", () => {
    expect(expireApproval(pending, at + 59_999)).toBeUndefined();
    const expired = expireApproval(pending, at + 60_000);
    expect(expired?.approval).toMatchObject({ state: "expired" });
    expect(expired?.audit).toMatchObject({ event: "approval.expired", state: "expired" });
    expect(expired?.audit).not.toHaveProperty("actor");
    expect(expireApproval(expired!.approval, at + 70_000)).toBeUndefined();
    expect(expireApproval(approved, at + 70_000)).toBeUndefined();
    const { expires_at: _, ...endless } = pending;
    expect(expireApproval(endless, Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });

  it("is overridden from any state, and the audit says who, why and what was before", () => {
    const reject = { approve: false, overridden_by: grace.id, reason: "The host was taken over." };
    const { approval, audit } = done(overrideApproval(approved, reject, { ...grace, roles: ["admin"] }, at + 9));
    expect(validators.ApprovalRequest(approval)).toEqual([]);
    expect(approval).toMatchObject({
      state: "overridden",
      approved: false,
      overridden_by: grace.id,
      reviewer: grace.id,
    });
    expect(audit).toMatchObject({
      event: "approval.overridden",
      actor: grace.id,
      previous_state: "approved",
      previous_reviewer: grace.id,
      approved: false,
      reason: "The host was taken over.",
    });
    const expired = expireApproval(pending, at + 60_000)!.approval;
    expect(done(overrideApproval(expired, { ...reject, approve: true }, grace, at + 70_000)).approval.approved).toBe(
      true,
    );
  });

  it("is decided by an admin where it asks for a user", () => {
    const asked = { ...pending, required_role: "user" as const };
    const admin = { id: grace.id, roles: ["admin"] as const };
    expect(decideApproval(asked, { approve: true, reviewer: grace.id }, admin, at).ok).toBe(true);
    const user = { id: bob.id, roles: ["user"] as const };
    expect(decideApproval(pending, { approve: true, reviewer: bob.id }, user, at)).toMatchObject({ code: "FORBIDDEN" });
  });

  it("is not overridden in favour of one's own request, nor without the role", () => {
    const own = { approve: true, overridden_by: ada.id, reason: "I am sure." };
    expect(overrideApproval(pending, own, ada, at)).toMatchObject({ ok: false, code: "FORBIDDEN" });
    expect(overrideApproval(pending, { ...own, approve: false }, ada, at).ok).toBe(true);
    expect(overrideApproval(pending, { ...own, overridden_by: bob.id }, bob, at)).toMatchObject({ code: "FORBIDDEN" });
    expect(overrideApproval(pending, { ...own, overridden_by: ada.id }, grace, at)).toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("applyApproval", () => {
  const decision = (word: PolicyDecision, changes: Partial<GovernanceDecision> = {}): GovernanceDecision => ({
    decision: word,
    policy_binding_id: binding.policy_binding_id,
    risk: "HIGH",
    allowed_actions: word === "DENY" ? [] : ["money.move"],
    ...(word === "HITL_REQUIRED" || word === "ESCALATE"
      ? { requires_hitl_for: ["money.move"], approver: "admin" }
      : {}),
    reasons: ["It has high risk."],
    ...changes,
  });
  const { policy_binding_id: _, ...place } = binding;

  it.each(["HITL_REQUIRED", "ESCALATE"] as const)("lets %s pass, under its constraints", (word) => {
    const passed = applyApproval(decision(word), approved, place);
    expect(passed).toMatchObject({ decision: "ALLOW", risk: "HIGH", allowed_actions: ["money.move"] });
    expect(passed).not.toHaveProperty("requires_hitl_for");
    expect(passed.reasons.at(-1)).toContain(grace.id);
    const constraints = [{ code: "READ_ONLY", scope: "action" }] as const;
    expect(applyApproval(decision(word, { constraints }), approved, place)).toMatchObject({
      decision: "PARTIAL_ALLOW",
      constraints,
    });
  });

  const states: readonly ApprovalRequest[] = [
    pending,
    approved,
    done(decideApproval(pending, { ...approve, approve: false }, grace, at)).approval,
    expireApproval(pending, at + 60_000)!.approval,
    done(overrideApproval(pending, { approve: true, overridden_by: grace.id, reason: "r" }, grace, at)).approval,
    done(overrideApproval(approved, { approve: false, overridden_by: grace.id, reason: "r" }, grace, at)).approval,
  ];

  it("never lets a DENY pass, whatever was approved", () => {
    for (const state of states) {
      const denied = decision("DENY");
      expect(applyApproval(denied, state, place)).toBe(denied);
    }
  });

  it("counts only what was said yes to and is not set aside", () => {
    const held = decision("HITL_REQUIRED");
    expect(states.map((state) => applyApproval(held, state, place).decision)).toEqual([
      "HITL_REQUIRED",
      "ALLOW",
      "HITL_REQUIRED",
      "HITL_REQUIRED",
      "ALLOW",
      "HITL_REQUIRED",
    ]);
    expect(applyApproval(held, undefined, place)).toBe(held);
  });

  it("counts for its run, step, binding and input alone", () => {
    const other = fc.constantFrom("invocation_id", "step_id", "policy_binding_id", "input_hash");
    fc.assert(
      fc.property(other, fc.constantFrom("other", undefined), (member, value) => {
        const { policy_binding_id, ...asked } = { ...binding, [member]: value };
        const held = decision("HITL_REQUIRED", { policy_binding_id: policy_binding_id ?? "none" });
        expect(applyApproval(held, approved, asked)).toBe(held);
      }),
    );
  });

  it("counts for nothing where it was asked for without an input, as by a caller on their own account", () => {
    const own = openApproval(
      { reason: "r", required_role: "admin", proposed_action: "money.move" },
      { request_id: "apr_2", requested_by: ada.id, at },
    ).approval;
    const yes = done(decideApproval(own, approve, grace, at)).approval;
    const held = decision("HITL_REQUIRED");
    expect(applyApproval(held, { ...yes, policy_binding_id: held.policy_binding_id }, {})).toBe(held);
  });

  it("takes the role that the decision asks for", () => {
    const weak = { ...approved, required_role: "user" };
    const held = decision("HITL_REQUIRED");
    expect(applyApproval(held, weak, place)).toBe(held);
    expect(applyApproval({ ...held, approver: "user" }, weak, place).decision).toBe("ALLOW");
    expect(applyApproval({ ...held, approver: "user" }, approved, place).decision).toBe("ALLOW");
  });
});
