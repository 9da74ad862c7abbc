import { type Attributes, bounds, type PolicyDecision, type RiskLevel } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../decide.ts";
import type { GovernanceRequest } from "../governance.ts";
import { highestRisk, riskLevels } from "../risk.ts";
import { strictest, strictness } from "../strictness.ts";
import { policySetOf, sourcesOf } from "../testing/compiled-policies.ts";
import type { PolicySet } from "./compile-policy-set.ts";
import { PolicyGovernance } from "./policy-governance.ts";
import type { EvaluationFailure } from "./preparsed-policies.ts";

const request: GovernanceRequest = {
  caller: { id: "user:ada", roles: ["user"] },
  target: { module_id: "http", capability: "fetch", version: "1.0.0" },
  risk: "LOW",
};

const allowAll = '@id("allow-all") permit (principal, action, resource);';

describe("several policies that apply", () => {
  const parts: Readonly<Record<PolicyDecision, string>> = {
    ALLOW: '@id("allow") permit (principal, action, resource);',
    PARTIAL_ALLOW:
      '@id("partial") @constraint("{\\"code\\":\\"READ_ONLY\\",\\"scope\\":\\"action\\"}") permit (principal, action, resource);',
    HITL_REQUIRED: '@id("human") @decision("HITL_REQUIRED") @approver("user") permit (principal, action, resource);',
    ESCALATE: '@id("escalate") @decision("ESCALATE") permit (principal, action, resource);',
    DENY: '@id("deny") forbid (principal, action, resource);',
  };
  const words = Object.keys(parts) as PolicyDecision[];
  const combinations = Array.from({ length: 2 ** words.length }, (_, bits) =>
    words.filter((_, bit) => bits & (1 << bit)),
  );

  it.each(combinations.map((combination) => [combination.join(" + ") || "none", combination] as const))(
    "%s: the strictest holds",
    (_, combination) => {
      const governance = new PolicyGovernance({ policySet: policySetOf(...combination.map((word) => parts[word])) });
      const decision = governance.decide(request);
      const strictestWord = words.filter((word) => combination.includes(word)).at(-1) ?? "DENY";
      expect(decision.decision).toBe(strictestWord);
      const denied = strictestWord === "DENY";
      expect(decision.allowed_actions).toEqual(denied ? [] : ["http.fetch"]);
      expect(decision.removed_actions).toEqual(denied ? ["http.fetch"] : undefined);
      expect(decision.constraints?.map(({ code }) => code)).toEqual(
        !denied && combination.includes("PARTIAL_ALLOW") ? ["READ_ONLY"] : undefined,
      );
      const held = strictestWord === "HITL_REQUIRED" || strictestWord === "ESCALATE";
      expect(decision.requires_hitl_for).toEqual(held ? ["http.fetch"] : undefined);
      expect(decision.approver).toBe(held ? (combination.includes("ESCALATE") ? "admin" : "user") : undefined);
      const ids = {
        ALLOW: "allow",
        PARTIAL_ALLOW: "partial",
        HITL_REQUIRED: "human",
        ESCALATE: "escalate",
        DENY: "deny",
      };
      const fired = combination.includes("DENY") ? ["deny"] : combination.map((word) => ids[word]);
      expect([...(decision.rules_fired ?? [])].sort()).toEqual(fired.sort());
      expect(decision.reasons.length).toBeGreaterThan(0);
      governance.dispose();
    },
  );

  it("has the highest of the declared risk and all that policies state", () => {
    const level = fc.constantFrom(...riskLevels);
    fc.assert(
      fc.property(level, fc.uniqueArray(level, { minLength: 1 }), (declared, stated) => {
        const rules = stated.map((risk) => `@id("${risk}") @risk("${risk}") permit (principal, action, resource);`);
        const governance = new PolicyGovernance({ policySet: policySetOf(...rules) });
        const expected = riskLevels.findLast((risk) => risk === declared || stated.includes(risk));
        expect(governance.decide({ ...request, risk: declared }).risk).toBe(expected);
        governance.dispose();
      }),
      { numRuns: 20 },
    );
  });

  it("adds up constraints, each once", () => {
    const constraint = (ms: number, reason: string) =>
      JSON.stringify(JSON.stringify({ code: "MAX_DURATION", scope: "action", args: { ms }, reason }));
    const rules = [constraint(10, "first"), constraint(20, "second"), constraint(10, "third")].map(
      (text, index) => `@id("r${index}") @constraint(${text}) permit (principal, action, resource);`,
    );
    const decision = new PolicyGovernance({ policySet: policySetOf(...rules) }).decide(request);
    expect(decision.constraints?.map(({ args }) => args?.ms)).toEqual([10, 20]);
  });

  it("names as many rules and reasons as a decision may", () => {
    const rules = Array.from({ length: 80 }, (_, index) => `@id("r${index}") permit (principal, action, resource);`);
    const { rules_fired, reasons } = new PolicyGovernance({ policySet: policySetOf(...rules) }).decide(request);
    expect([rules_fired?.length, reasons.length]).toEqual([bounds.policyReasonsMax, bounds.policyReasonsMax]);
  });
});

describe("fails closed", () => {
  const overflow = "context has attempt && context.attempt * 9223372036854775807 > 0";

  it("denies where the condition of a forbid errors, though Cedar alone would allow", () => {
    const failures: EvaluationFailure[] = [];
    const governance = new PolicyGovernance({
      policySet: policySetOf(
        allowAll,
        `@id("guard") forbid (principal, action in Action::"invoke", resource) when { ${overflow} };`,
      ),
      onEvaluationFailure: (each) => failures.push(...each),
    });
    expect(governance.decide(request).decision).toBe("ALLOW");
    const denied = governance.decide({ ...request, attempt: 2 });
    expect(denied).toMatchObject({ decision: "DENY", allowed_actions: [], removed_actions: ["http.fetch"] });
    expect(denied.reasons[0]).toContain("`guard`");
    expect(denied.reasons[0]).not.toContain("overflow");
    expect(failures).toMatchObject([{ policy: "guard", message: expect.stringContaining("overflow") }]);
    expect(governance.decide({ ...request, attempt: 2 })).toEqual(denied);
    expect(failures, "an error is not cached").toHaveLength(2);
  });

  it("denies where the condition of a permit errors beside one that allows", () => {
    const erring = `@id("odd") permit (principal, action in Action::"invoke", resource) when { ${overflow} };`;
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll, erring) });
    expect(governance.decide({ ...request, attempt: 2 }).decision).toBe("DENY");
  });

  it("denies what no policy allows, and everything where there are no policies", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf() });
    expect(governance.decide(request)).toMatchObject({ decision: "DENY", rules_fired: [] });
    expect(governance.decideOperation({ caller: request.caller, operation: "exec.invoke" }).decision).toBe("DENY");
  });

  it("denies once it was disposed of, and when whoever listens for failures throws", () => {
    const governance = new PolicyGovernance({
      policySet: policySetOf(allowAll),
      onEvaluationFailure: () => {
        throw new Error("no log");
      },
    });
    governance.dispose();
    expect(governance.decide(request).decision).toBe("DENY");
  });

  it("denies where the policies do not belong to the set, or name what it does not have", () => {
    const policySet = policySetOf(allowAll);
    const strange = new PolicyGovernance({ policySet: { ...policySet, rules: new LyingMap(policySet.rules) } });
    expect(strange.decide(request).decision).toBe("DENY");
  });

  it("denies where a policy's annotations would allow what Cedar forbids", () => {
    const policySet = policySetOf('@id("no") forbid (principal, action, resource);');
    const rules = new Map([...policySet.rules].map(([id, rule]) => [id, { ...rule, decision: "ALLOW" as const }]));
    expect(new PolicyGovernance({ policySet: { ...policySet, rules } }).decide(request).decision).toBe("DENY");
  });

  it("denies text that Cedar cannot read", () => {
    const named =
      '@id("p") permit (principal, action, resource) when { context has purpose && context.purpose != "x" };';
    const governance = new PolicyGovernance({ policySet: policySetOf(named) });
    expect(governance.decide({ ...request, context: { request_purpose: "a\ud800b" } }).decision).toBe("DENY");
    expect(governance.decide({ ...request, context: { request_purpose: "ab" } }).decision).toBe("ALLOW");
  });

  it("denies a capability that has the name of an operation", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    const target = { module_id: "exec", capability: "cancel" };
    expect(governance.decide({ ...request, target }).decision).toBe("DENY");
  });

  it("never lets a request through that it is not asked about in the contract's words", () => {
    const governance = new PolicyGovernance({
      policySet: policySetOf('@id("low") permit (principal, action, resource) when { context.risk == Risk::"LOW" };'),
    });
    fc.assert(
      fc.property(fc.anything(), (garbage) => {
        fc.pre(garbage !== "LOW");
        expect(decide(governance, { ...request, risk: garbage as RiskLevel }).decision).toBe("DENY");
      }),
    );
  });
});

/** Has the policies for whoever preparses them, and none for whoever looks them up. */
class LyingMap<TKey, TValue> extends Map<TKey, TValue> {
  override get(): undefined {
    return undefined;
  }
}

describe("the cache", () => {
  /** What a condition means, said twice: in Cedar, and in terms of the request. One of them errors where there is an attempt. */
  type Meaning = (request: GovernanceRequest) => boolean | "error";
  const conditions: readonly (readonly [string, Meaning])[] = [
    ['principal == Caller::"user:ada"', ({ caller }) => caller.id === "user:ada"],
    ['principal.id like "user:*"', ({ caller }) => caller.id.startsWith("user:")],
    ['principal in Role::"admin"', ({ caller }) => caller.roles.includes("admin")],
    ['principal in Caller::"user:bob"', ({ caller }) => caller.id === "user:bob"],
    ["principal has session_id", ({ caller }) => caller.session_id !== undefined],
    ['principal has session_id && principal.session_id == "s1"', ({ caller }) => caller.session_id === "s1"],
    ['resource in Module::"http"', ({ target }) => target.module_id === "http"],
    ['resource == Capability::"image.analyze"', ({ target }) => target.module_id === "image"],
    ['action == Action::"http.fetch"', ({ target }) => target.module_id === "http"],
    ['resource has version && resource.version == "2.0.0"', ({ target }) => target.version === "2.0.0"],
    ["resource.idempotent", ({ idempotent }) => idempotent === true],
    ['context.risk == Risk::"HIGH"', ({ risk }) => risk === "HIGH"],
    ['context has mode && context.mode == Mode::"ASYNC"', ({ mode }) => mode === "ASYNC"],
    ["context has attempt && context.attempt > 1", ({ attempt = 0 }) => attempt > 1],
    ['context has purpose && context.purpose == "triage"', ({ context }) => context?.request_purpose === "triage"],
    ['context has tenant && context.tenant == "north"', ({ context }) => context?.tenant === "north"],
    [
      'context has data_sensitivity && context.data_sensitivity == Sensitivity::"health"',
      ({ context }) => context?.data_sensitivity === "health",
    ],
    [
      'context.attributes.hasTag("region") && context.attributes.getTag("region") == "eu"',
      ({ context }) => context?.attributes?.region === "eu",
    ],
    [
      'context.attributes.hasTag("size") && context.attributes.getTag("size") == "0.5"',
      ({ context }) => context?.attributes?.size === 0.5,
    ],
    ['context.claims.contains(Severity::"info")', ({ context }) => context?.claims?.[0]?.message === "x"],
    ["context has plan && context.plan.steps > 3", ({ plan }) => (plan?.steps ?? 0) > 3],
    ['context has plan && context.plan == Plan::"p"', ({ plan }) => plan?.plan_id === "p"],
    ['context has stated_action && context.stated_action == "describe"', ({ action }) => action?.name === "describe"],
    ['[principal].contains(Caller::"user:ada")', ({ caller }) => caller.id === "user:ada"],
    [
      "if context has tenant then principal has session_id else context has attempt",
      ({ context, caller, attempt }) =>
        context?.tenant === undefined ? attempt !== undefined : caller.session_id !== undefined,
    ],
    [
      "context has attempt && context.attempt * 9223372036854775807 < 0",
      ({ attempt = 1 }) => (attempt > 1 ? "error" : false),
    ],
  ];
  const effects = [
    { text: "permit", decision: "ALLOW", risk: "LOW" },
    { text: "forbid", decision: "DENY", risk: "LOW" },
    { text: '@decision("ESCALATE") permit', decision: "ESCALATE", risk: "LOW" },
    { text: '@risk("HIGH") permit', decision: "ALLOW", risk: "HIGH" },
  ] as const;
  type Rule = { readonly condition: number; readonly effect: (typeof effects)[number] };
  const rules = fc.uniqueArray(
    fc.record({ condition: fc.nat(conditions.length - 1), effect: fc.constantFrom(...effects) }),
    { minLength: 1, maxLength: 4, selector: ({ condition }) => condition },
  );
  /** The same conditions with other effects: their decisions depend on the same facts, and differ. */
  const turned = (set: readonly Rule[]): readonly Rule[] =>
    set.map(({ condition, effect }) => ({
      condition,
      effect: effects[(effects.indexOf(effect) + 1) % effects.length]!,
    }));
  const compiled = (set: readonly Rule[]): PolicySet =>
    policySetOf(
      ...set.map(({ condition, effect }) => {
        const scope = '(principal, action in Action::"invoke", resource)';
        const [annotation = "", word] = effect.text.includes(" ") ? effect.text.split(" ") : ["", effect.text];
        return `@id("c${condition}") ${annotation} ${word} ${scope} when { ${conditions[condition]?.[0]} };`;
      }),
    );
  const expected = (set: readonly Rule[], asked: GovernanceRequest): [PolicyDecision, RiskLevel] => {
    const results = set.map(({ condition, effect }) => ({ effect, holds: conditions[condition]?.[1](asked) }));
    if (results.some(({ holds }) => holds === "error")) return ["DENY", asked.risk];
    const applying = results.filter(({ holds }) => holds === true).map(({ effect }) => effect);
    const denying = applying.filter(({ decision }) => decision === "DENY");
    const deciding = denying.length > 0 ? denying : applying;
    const words = deciding.map(({ decision }): PolicyDecision => decision);
    return [
      words.length === 0 ? "DENY" : strictest("ALLOW", ...words),
      highestRisk(asked.risk, ...deciding.map(({ risk }) => risk)),
    ];
  };
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const requests: fc.Arbitrary<GovernanceRequest> = fc.record({
    caller: fc.record({
      id: fc.constantFrom("user:ada", "user:bob", "svc"),
      roles: fc.constantFrom<("user" | "admin")[]>(["user"], ["admin"], ["user", "admin"], ["admin", "user"], []),
      session_id: maybe(fc.constantFrom("s1", "s2")),
    }),
    target: fc.constantFrom(
      { module_id: "http", capability: "fetch", version: "1.0.0" },
      { module_id: "http", capability: "fetch", version: "2.0.0" },
      { module_id: "image", capability: "analyze", version: "1.0.0" },
    ),
    risk: fc.constantFrom(...riskLevels),
    idempotent: maybe(fc.boolean()),
    mode: maybe(fc.constantFrom("SYNC", "ASYNC")),
    attempt: maybe(fc.integer({ min: 1, max: 3 })),
    action: maybe(fc.constantFrom({ name: "describe" }, { name: "other" })),
    plan: maybe(fc.constantFrom({ plan_id: "p", steps: 2 }, { plan_id: "p", steps: 9 })),
    context: maybe(
      fc.record(
        {
          tenant: fc.constantFrom("north", "south"),
          request_purpose: fc.constantFrom("triage", "other"),
          data_sensitivity: fc.constantFrom("health", "public"),
          attributes: fc.constantFrom<Attributes[]>({ region: "eu" }, { region: "us" }, { size: 0.5 }, {}),
          claims: fc.constantFrom([{ message: "x" }], [{ message: "y", severity: "error" as const }]),
        },
        { requiredKeys: [] },
      ),
    ),
  });

  it("answers what the policies mean, and what a fresh decision is, over any requests and changes of policy", () => {
    fc.assert(
      fc.property(rules, rules, fc.array(requests, { minLength: 1, maxLength: 25 }), (first, second, asked) => {
        const cached = new PolicyGovernance({ policySet: policySetOf(), cachedDecisionsMax: 7 });
        for (const set of [first, turned(first), second, first]) {
          const policySet = compiled(set);
          cached.replace(policySet);
          const fresh = new PolicyGovernance({ policySet, cachedDecisionsMax: 0 });
          for (const each of [...asked, ...asked]) {
            const decision = cached.decide(each);
            expect(decision).toEqual(fresh.decide(each));
            expect([decision.decision, decision.risk]).toEqual(expected(set, each));
          }
          fresh.dispose();
        }
        cached.dispose();
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it("asks Cedar once for what its policies cannot tell apart", () => {
    const governance = new PolicyGovernance({
      policySet: policySetOf('@id("r") permit (principal in Role::"user", action, resource);'),
    });
    for (const id of ["user:ada", "user:bob"]) {
      for (const attempt of [1, 2]) governance.decide({ ...request, attempt, caller: { id, roles: ["user"] } });
    }
    expect(governance.cacheStatistics).toEqual({ hits: 3, misses: 1, entries: 1 });
  });

  it("holds no more decisions than it may", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll), cachedDecisionsMax: 5 });
    for (let index = 0; index < 50; index += 1) {
      governance.decide({ ...request, target: { module_id: "m", capability: `c${index}` } });
    }
    expect(governance.cacheStatistics).toMatchObject({ misses: 50, entries: 5 });
  });

  it("forgets with the policies", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    expect(governance.decide(request).decision).toBe("ALLOW");
    governance.replace(policySetOf('@id("no") forbid (principal, action, resource);'));
    expect(governance.decide(request).decision).toBe("DENY");
    expect(governance.cacheStatistics.hits).toBe(0);
  });
});

describe("reload", () => {
  it("decides by the new set at once, under its own binding", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    const before = governance.policySet.policy_binding_id;
    const outcome = governance.reload(sourcesOf('@id("no") forbid (principal, action, resource);'));
    expect(outcome).toMatchObject({ ok: true, previous: before });
    const { decision, policy_binding_id } = governance.decide(request);
    expect(decision).toBe("DENY");
    expect(policy_binding_id).toBe(outcome.policy_binding_id);
    expect(policy_binding_id).not.toBe(before);
  });

  it("keeps the old set where the new one is broken, and says so", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    const before = governance.policySet.policy_binding_id;
    const outcome = governance.reload(sourcesOf("permit (principal, action, resource"));
    expect(outcome).toMatchObject({ ok: false, policy_binding_id: before, issues: [{ file: "rules.cedar", line: 1 }] });
    expect(governance.decide(request)).toMatchObject({ decision: "ALLOW", policy_binding_id: before });
  });

  it("explains the sets before, as many as it keeps", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    const first = governance.policySet.policy_binding_id;
    governance.reload(sourcesOf('@id("no") @reason("Never.") forbid (principal, action, resource);'));
    expect(governance.explain(first)?.rules_fired).toEqual(["allow-all"]);
    const explained = governance.explain(governance.policySet.policy_binding_id);
    expect(explained?.explanation).toContain("Never.");
    expect(validators.PolicyExplainResult(explained)).toEqual([]);
    expect(governance.explain("sha256:unknown")).toBeUndefined();
    expect(governance.explain("development-allow")?.explanation).toContain("No policies");
    for (let index = 0; index < 20; index += 1) governance.reload(sourcesOf(`${allowAll} // ${index}`));
    expect(governance.explain(first)).toBeUndefined();
  });

  it("binds equal sources to one name and others to another", () => {
    expect(policySetOf(allowAll).policy_binding_id).toBe(policySetOf(allowAll).policy_binding_id);
    expect(policySetOf(allowAll).policy_binding_id).not.toBe(policySetOf(`${allowAll}\n`).policy_binding_id);
    expect(policySetOf(allowAll).policy_binding_id).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("makes decisions that can be attached to results", () => {
    const governance = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    const { policy_binding_id, allowed_actions } = governance.decide(request);
    expect(validators.ExecutionGovernanceState({ policy_binding_id, allowed_actions: [...allowed_actions] })).toEqual(
      [],
    );
    expect(Object.keys(strictness)).toContain(governance.decide(request).decision);
  });
});

describe("the input", () => {
  const rule = `@id("only-example") @input
permit (principal, action == Action::"http.fetch", resource)
when { context has input && context.input.url like "https://example.org/*" };`;
  const governance = new PolicyGovernance({ policySet: policySetOf(rule) });
  const withInput = (input: GovernanceRequest["input"]) => governance.decide({ ...request, input }).decision;

  it("reaches a policy that asks for it", () => {
    expect(withInput({ url: "https://example.org/a" })).toBe("ALLOW");
    expect(withInput({ url: "https://example.com/a" })).toBe("DENY");
  });

  it("is not known before it is, and denies where it is of another type than was checked", () => {
    expect(governance.decide(request).decision).toBe("DENY");
    const inputs: GovernanceRequest["input"][] = [
      { url: 7 },
      {},
      [],
      "https://example.org/a",
      { url: { __entity: { type: "Role", id: "admin" } } },
    ];
    for (const input of inputs) expect(withInput(input)).toBe("DENY");
  });

  it("reaches no policy that does not", () => {
    const blind = new PolicyGovernance({ policySet: policySetOf(allowAll) });
    blind.decide({ ...request, input: { url: "https://example.org/a" } });
    blind.decide({ ...request, input: { url: "https://example.com/b" } });
    expect(blind.cacheStatistics).toMatchObject({ hits: 1, entries: 1 });
  });
});
