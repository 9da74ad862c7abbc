import type { RecordType, SchemaJson, Type, TypeOfAttribute } from "@cedar-policy/cedar-wasm/nodejs";
import {
  type CallerRole,
  type ExecutionMode,
  type Operation,
  operations,
  type PolicyClaim,
  type PolicyContext,
} from "@oap/protocol";
import { riskLevels } from "../risk.ts";
import { type InputType, schemaTypeOf } from "./cedar-input.ts";

type Words<TWord extends string> = Readonly<Record<TWord, true>>;

// The words of the contracts' enumerations. A word that is missing here or too many does not compile.
const roles: Words<CallerRole> = { user: true, admin: true };
const modes: Words<ExecutionMode> = { SYNC: true, ASYNC: true };
const sensitivities: Words<NonNullable<PolicyContext["data_sensitivity"]>> = {
  public: true,
  internal: true,
  restricted: true,
  health: true,
  classified: true,
};
const severities: Words<NonNullable<PolicyClaim["severity"]>> = { info: true, warning: true, error: true };
const access: Words<Operation["auth"]> = { anonymous: true, user: true, admin: true };
const kinds: Words<Operation["kind"]> = { command: true, query: true };

/** The group of all actions that run a capability, and that of all operations of the control plane. */
export const actionGroups = { capability: "invoke", operation: "operate" } as const;

/**
 * The Cedar schema that policies are validated against, made from the contracts: what there is to name, and which facts are known.
 * `capabilityActions` are the capabilities that the policies name, with what they may read of each one's input.
 *
 * Enumerations of the contracts are enumerated entities (`Risk::"HIGH"`), so that a misspelled word is an issue and not a rule that
 * never fires. There are no floats, no clock and no randomness: a decision depends on what it is given alone.
 */
export function cedarSchema(capabilityActions: ReadonlyMap<string, InputType | undefined>): SchemaJson<string> {
  const words = (table: object) => ({ enum: Object.keys(table) });
  const invoke = (input?: InputType) => ({
    principalTypes: ["Caller"],
    resourceTypes: ["Capability"],
    context: record(
      { ...contextOfAll, ...contextOfCapabilities, ...(input && { input: schemaTypeOf(input) }) },
      optional,
    ),
  });
  const operate = { principalTypes: ["Caller"], resourceTypes: ["Operation"], context: record(contextOfAll, optional) };
  const memberOf = (group: string) => [{ id: group }];
  return {
    "": {
      entityTypes: {
        Role: words(roles),
        Risk: { enum: [...riskLevels] },
        Mode: words(modes),
        Sensitivity: words(sensitivities),
        Severity: words(severities),
        Access: words(access),
        Kind: words(kinds),
        Caller: { memberOfTypes: ["Role"], shape: record({ id: text, session_id: text }, ["session_id"]) },
        Module: {},
        Capability: {
          memberOfTypes: ["Module"],
          shape: record({ name: text, module_id: text, version: text, idempotent: truth }, ["version"]),
        },
        Operation: { shape: record({ auth: entity("Access"), kind: entity("Kind") }, []) },
        Plan: { shape: record({ steps: integer }, []) },
        Attributes: { tags: text },
      },
      actions: {
        [actionGroups.capability]: { appliesTo: invoke() },
        [actionGroups.operation]: { appliesTo: operate },
        ...Object.fromEntries(
          Object.keys(operations).map((key) => [key, { memberOf: memberOf("operate"), appliesTo: operate }]),
        ),
        ...Object.fromEntries(
          [...capabilityActions].map(([name, input]) => [
            name,
            { memberOf: memberOf("invoke"), appliesTo: invoke(input) },
          ]),
        ),
      },
    },
  };
}

const text: Type<string> = { type: "String" };
const integer: Type<string> = { type: "Long" };
const truth: Type<string> = { type: "Boolean" };
const entity = (name: string): Type<string> => ({ type: "Entity", name });

const contextOfAll = {
  risk: entity("Risk"),
  tenant: text,
  purpose: text,
  data_sensitivity: entity("Sensitivity"),
  claims: { type: "Set", element: entity("Severity") } as Type<string>,
  attributes: entity("Attributes"),
};

const contextOfCapabilities = {
  mode: entity("Mode"),
  attempt: integer,
  stated_action: text,
  plan: entity("Plan"),
};

const optional = ["tenant", "purpose", "data_sensitivity", "mode", "attempt", "stated_action", "plan", "input"];

function record(
  attributes: Readonly<Record<string, Type<string>>>,
  absent: readonly string[],
): { type: "Record" } & RecordType<string> {
  const entries = Object.entries(attributes).map(([name, type]): [string, TypeOfAttribute<string>] => [
    name,
    { ...type, required: !absent.includes(name) },
  ]);
  return { type: "Record", attributes: Object.fromEntries(entries) };
}
