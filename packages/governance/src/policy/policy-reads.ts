import type { EntityUidJson, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";

/**
 * What a policy set looks at, such as `principal.id`, `resource.version` and `context.attempt`: the facts that a decision depends on,
 * and the only ones that it is given. The action, the module, the caller's roles and the risk are always given.
 */
export type PolicyReads = ReadonlySet<string>;

export interface EntityName {
  readonly type: string;
  readonly id: string;
}

/** What one policy looks at, and the entities that it names. Where the analysis does not understand, it assumes more. */
export function readsOf(policy: PolicyJson): { readonly reads: PolicyReads; readonly names: readonly EntityName[] } {
  const reads = new Set<string>();
  const names: EntityName[] = [];
  for (const part of [policy.principal, policy.action, policy.resource]) {
    names.push(...entitiesIn(part));
  }
  if (!concernsRolesOnly(policy.principal)) reads.add("principal.id");
  for (const { body } of policy.conditions) visit(body, reads, names);
  return { reads, names };
}

/** Whether a scope or an `in` looks at the caller's roles alone, whoever the caller is. */
function concernsRolesOnly(part: unknown): boolean {
  const found = entitiesIn(part);
  return found.every(({ type }) => type === "Role");
}

function visit(node: unknown, reads: Set<string>, names: EntityName[]): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, reads, names);
    return;
  }
  if (!isRecord(node)) return;
  const path = pathOf(node);
  if (path !== undefined) {
    addPath(path, reads);
    return;
  }
  for (const [operator, operand] of Object.entries(node)) {
    if (operator === "Value") names.push(...entitiesIn(operand));
    // Its members are expressions under names of the author's choice, which are no operators.
    else if (operator === "Record" && isRecord(operand)) visit(Object.values(operand), reads, names);
    else if (isMembershipOfPrincipal(operator, operand)) names.push(...entitiesIn(operand));
    else visit(operand, reads, names);
  }
}

/** `principal in Role::"…"`, `principal in [Role::"…"]` and `principal is Caller`: they look at no more than the roles. */
function isMembershipOfPrincipal(operator: string, operand: unknown): boolean {
  if ((operator !== "in" && operator !== "is") || !isRecord(operand)) return false;
  const { left, right, in: group } = operand;
  if (!isRecord(left) || left.Var !== "principal") return false;
  const literals = operator === "in" ? right : group;
  return isLiteral(literals) && concernsRolesOnly(literals);
}

function isLiteral(node: unknown): boolean {
  if (node === undefined || node === null) return true;
  if (!isRecord(node)) return false;
  if (Array.isArray(node.Set)) return node.Set.every(isLiteral);
  return isRecord(node.Value) && "__entity" in node.Value;
}

/** `context.input.url` as `["context", "input", "url"]`; `has` ends a path as `.` does. */
function pathOf(node: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  if (typeof node.Var === "string") return [node.Var];
  const access = node["."] ?? node.has;
  if (!isRecord(access) || !isRecord(access.left)) return undefined;
  const left = pathOf(access.left);
  if (left === undefined) return undefined;
  const attributes = Array.isArray(access.attr) ? access.attr : [access.attr];
  const asked = "has" in node ? ["?"] : [];
  return [...left, ...attributes.map(String), ...asked];
}

function addPath([root, first, second]: readonly string[], reads: Set<string>): void {
  if (root === "principal") reads.add(first === undefined || first === "?" ? "principal.id" : `principal.${first}`);
  else if (first === undefined) {
    // The action and the resource are known by their names, which are always given.
    if (root === "context") reads.add("context");
  } else if (root === "context" && first === "input") {
    reads.add("context.input");
    if (second !== "?") reads.add(`context.input.${second ?? "*"}`);
  } else reads.add(`${root}.${first}`);
}

/** All entities that are written in a part of a policy. */
function entitiesIn(node: unknown): readonly EntityName[] {
  if (Array.isArray(node)) return node.flatMap(entitiesIn);
  if (!isRecord(node)) return [];
  const literal = (isRecord(node.__entity) ? node.__entity : node) as Partial<EntityName>;
  if (typeof literal.type === "string" && typeof literal.id === "string") {
    return [{ type: literal.type, id: literal.id }];
  }
  return Object.values(node as Record<string, EntityUidJson>).flatMap(entitiesIn);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
