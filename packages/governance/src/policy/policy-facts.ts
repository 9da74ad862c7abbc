import type { CedarValueJson, EntityJson, EntityUid, StatefulAuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import { type OperationKey, operations, type RiskLevel } from "@oap/protocol";
import { actionName, type GovernanceRequest, type GovernedContext, type OperationRequest } from "../governance.ts";
import { type InputType, inputValueOf } from "./cedar-input.ts";
import { actionGroups } from "./cedar-schema.ts";
import type { PolicyReads } from "./policy-reads.ts";

/**
 * All that a policy set is told of a request: what it looks at, and nothing else. It is plain data without floats, and its JSON is
 * what a decision is cached by, so that a cached decision cannot differ from a fresh one.
 */
export interface PolicyFacts {
  readonly action: string;
  readonly risk: RiskLevel;
  readonly roles: readonly string[];
  readonly resource:
    | {
        readonly kind: "capability";
        readonly module_id: string;
        readonly name: string;
        readonly version?: string;
        readonly idempotent?: boolean;
      }
    | { readonly kind: "operation"; readonly key: OperationKey };
  readonly caller_id?: string;
  readonly session_id?: string;
  readonly plan?: { readonly plan_id: string; readonly steps: number };
  /** By tag; numbers and booleans as text. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly claims?: readonly string[];
  /** Plain attributes of the Cedar context, texts and integers. */
  readonly plain: Readonly<Record<string, string | number>>;
  readonly data_sensitivity?: string;
  readonly mode?: string;
  readonly input?: CedarValueJson;
}

/** Throws where the input is not of the type that the policies were checked against. */
export function capabilityFacts(
  request: GovernanceRequest,
  reads: PolicyReads,
  inputTypes: ReadonlyMap<string, InputType | undefined>,
): PolicyFacts {
  const { target, risk, attempt, mode, plan, input, idempotent = false } = request;
  const action = actionName(target);
  const looksAt = lookedAt(reads);
  const inputType = inputTypes.get(action);
  const shared = sharedFacts(request, looksAt);
  return {
    action,
    risk,
    ...shared,
    resource: {
      kind: "capability",
      module_id: target.module_id,
      name: target.capability,
      ...(target.version !== undefined && looksAt("resource.version") && { version: target.version }),
      ...(looksAt("resource.idempotent") && { idempotent }),
    },
    plain: {
      ...shared.plain,
      ...(attempt !== undefined && looksAt("context.attempt") && { attempt }),
      ...(request.action !== undefined && looksAt("context.stated_action") && { stated_action: request.action.name }),
    },
    ...(mode !== undefined && looksAt("context.mode") && { mode }),
    ...(plan !== undefined && looksAt("context.plan") && { plan: { plan_id: plan.plan_id, steps: plan.steps } }),
    ...(input !== undefined && inputType !== undefined && { input: inputValueOf(inputType, input) }),
  };
}

export function operationFacts({ caller, operation, context }: OperationRequest, reads: PolicyReads): PolicyFacts {
  return {
    action: operation,
    risk: "LOW",
    ...sharedFacts({ caller, context }, lookedAt(reads)),
    resource: { kind: "operation", key: operation },
  };
}

/** The facts as Cedar takes them. */
export function authorizationCall(facts: PolicyFacts, preparsedPolicySetId: string): StatefulAuthorizationCall {
  const { caller_id, session_id, roles, plan, attributes, claims } = facts;
  // Where no policy looks at who it is, all callers of the same roles are one.
  const principal = uid("Caller", caller_id ?? "");
  const action = uid("Action", facts.action);
  const resource = resourceEntity(facts.resource);
  const group = facts.resource.kind === "capability" ? actionGroups.capability : actionGroups.operation;
  const caller = {
    ...(caller_id !== undefined && { id: caller_id }),
    ...(session_id !== undefined && { session_id }),
  };
  return {
    principal,
    action,
    resource: resource.uid as EntityUid,
    context: {
      risk: entity("Risk", facts.risk),
      ...facts.plain,
      ...(facts.mode !== undefined && { mode: entity("Mode", facts.mode) }),
      ...(facts.data_sensitivity !== undefined && { data_sensitivity: entity("Sensitivity", facts.data_sensitivity) }),
      ...(claims && { claims: claims.map((severity) => entity("Severity", severity)) }),
      ...(attributes && { attributes: entity("Attributes", "stated") }),
      ...(plan && { plan: entity("Plan", plan.plan_id) }),
      ...(facts.input !== undefined && { input: facts.input }),
    },
    preparsedPolicySetId,
    entities: [
      { uid: principal, attrs: caller, parents: roles.map((role) => uid("Role", role)) },
      { uid: action, attrs: {}, parents: [uid("Action", group)] },
      resource,
      ...(attributes ? [{ uid: uid("Attributes", "stated"), attrs: {}, parents: [], tags: { ...attributes } }] : []),
      ...(plan ? [{ uid: uid("Plan", plan.plan_id), attrs: { steps: plan.steps }, parents: [] }] : []),
    ],
  };
}

type LooksAt = (fact: string) => boolean;

function lookedAt(reads: PolicyReads): LooksAt {
  return (fact) => reads.has(fact) || (fact.startsWith("context.") && reads.has("context"));
}

function sharedFacts(
  {
    caller,
    context = {},
  }: { readonly caller: GovernanceRequest["caller"]; readonly context?: GovernedContext | undefined },
  looksAt: LooksAt,
) {
  const { tenant, request_purpose, data_sensitivity, claims = [], attributes = {} } = context;
  const tags = Object.entries(attributes).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    roles: [...new Set(caller.roles)].sort(),
    ...(looksAt("principal.id") && { caller_id: caller.id }),
    ...(caller.session_id !== undefined && looksAt("principal.session_id") && { session_id: caller.session_id }),
    ...(looksAt("context.attributes") && { attributes: Object.fromEntries(tags.sort()) }),
    ...(looksAt("context.claims") && {
      claims: [...new Set(claims.map(({ severity = "info" }) => severity as string))].sort(),
    }),
    ...(data_sensitivity !== undefined && looksAt("context.data_sensitivity") && { data_sensitivity }),
    plain: {
      ...(tenant !== undefined && looksAt("context.tenant") && { tenant }),
      ...(request_purpose !== undefined && looksAt("context.purpose") && { purpose: request_purpose }),
    } as Readonly<Record<string, string | number>>,
  };
}

function resourceEntity(resource: PolicyFacts["resource"]): EntityJson {
  if (resource.kind === "operation") {
    const { auth, kind } = operations[resource.key];
    return {
      uid: uid("Operation", resource.key),
      attrs: { auth: entity("Access", auth), kind: entity("Kind", kind) },
      parents: [],
    };
  }
  const { module_id, name, version, idempotent } = resource;
  return {
    uid: uid("Capability", actionName({ module_id, capability: name })),
    attrs: {
      name,
      module_id,
      ...(version !== undefined && { version }),
      ...(idempotent !== undefined && { idempotent }),
    },
    parents: [uid("Module", module_id)],
  };
}

function uid(type: string, id: string): { readonly type: string; readonly id: string } {
  return { type, id };
}

function entity(type: string, id: string): { __entity: { type: string; id: string } } {
  return { __entity: { type, id } };
}
