import type { Contract, Operation, Payload } from "../contract.ts";

/**
 * Both versions with payloads for each status that one of them tells apart and the other answers under a range or `default`: a client of
 * the base reads a new `409` as it reads `4XX`, else `default`; and what the head answers in place of a `409` that went, by the head's.
 * So the schemas of what takes a status' place are compared as any others. The statuses themselves stay as they are written.
 */
export function alignStatuses(base: Contract, head: Contract): { readonly base: Contract; readonly head: Contract } {
  const before = new Map(base.operations);
  const after = new Map(head.operations);
  for (const [name, operation] of base.operations) {
    const other = head.operations.get(name);
    if (other === undefined || !tellsStatuses(operation) || !tellsStatuses(other)) continue;
    const ours = withRoleOfDefault(operation, other);
    before.set(name, withPayloadsFor(other, ours));
    after.set(name, withPayloadsFor(ours, other));
  }
  return { base: { ...base, operations: before }, head: { ...head, operations: after } };
}

/**
 * The range or `default` under which an operation answers a status that it does not list. A `default` for errors says nothing of
 * success: clients are generated so, and documents written so.
 */
export function coverOf(status: string, role: Payload["role"], operation: Operation): string | undefined {
  if (!tellsStatuses(operation) || status === "default" || answersWith(status, operation)) return undefined;
  return [`${status.slice(0, 1)}XX`, "default"].find((cover) => {
    const covering = roleOf(cover, operation);
    return cover !== status && (covering === role || covering === "response");
  });
}

/** Whether an operation lists a status or code, as an error or not. */
export function answersWith(status: string, operation: Operation): boolean {
  return roleOf(status, operation) !== undefined;
}

/** The status that a payload of OpenAPI is answered with: `404`, `4XX`, `default`. */
export function statusOf({ name }: Payload): string | undefined {
  return statusInName.exec(name)?.[2];
}

const statusInName = /^(response|error) (\S+)(?= )/;

/** Operations of OpenAPI do; a contract's are told by their codes. */
function tellsStatuses({ statuses }: Operation): boolean {
  return statuses !== undefined;
}

function roleOf(status: string, { statuses = [], errors }: Operation): "response" | "error" | undefined {
  if (errors.includes(status)) return "error";
  return statuses.includes(status) ? "response" : undefined;
}

/** The payloads of `default` are called as those of the head, of an error or not: it is one answer. */
function withRoleOfDefault(operation: Operation, head: Operation): Operation {
  const role = roleOf("default", head);
  const own = roleOf("default", operation);
  if (role === undefined || own === undefined || role === own) return operation;
  return {
    ...operation,
    payloads: operation.payloads.map((payload) =>
      statusOf(payload) === "default" ? answeredWith(payload, role, "default") : payload,
    ),
  };
}

/** The operation with what it answers under a range or `default`, for each status that the other one lists and it does not. */
function withPayloadsFor(other: Operation, operation: Operation): Operation {
  const added: Payload[] = [];
  for (const status of [...(other.statuses ?? []), ...other.errors]) {
    const role = roleOf(status, other)!;
    const cover = coverOf(status, role, operation);
    if (cover === undefined) continue;
    // A `204` has no body whatever its range has: that it came is told of the status.
    const hasBody = other.payloads.some((payload) => statusOf(payload) === status && payload.alternative !== undefined);
    for (const payload of operation.payloads) {
      if (statusOf(payload) !== cover || (payload.alternative !== undefined && !hasBody)) continue;
      added.push(answeredWith(payload, role, status));
    }
  }
  return added.length === 0 ? operation : { ...operation, payloads: [...operation.payloads, ...added] };
}

function answeredWith(payload: Payload, role: "response" | "error", status: string): Payload {
  const start = `${role} ${status}`;
  return {
    ...payload,
    role,
    name: payload.name.replace(statusInName, () => start),
    ...(payload.alternative !== undefined && { alternative: start }),
  };
}
