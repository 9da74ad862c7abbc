import { policyToJson } from "@cedar-policy/cedar-wasm/nodejs";
import { expect, it } from "vitest";
import { readsOf } from "./policy-reads.ts";

it.each([
  ["(principal, action, resource)", ""],
  ['(principal in Role::"admin", action, resource)', ""],
  ["(principal is Caller, action, resource)", ""],
  ['(principal is Caller in Role::"admin", action, resource)', ""],
  ['(principal == Caller::"a", action, resource)', "principal.id"],
  ['(principal in Caller::"a", action, resource)', "principal.id"],
  ['(principal, action, resource) when { principal in [Role::"user", Role::"admin"] }', ""],
  ["(principal, action, resource) when { principal is Caller }", ""],
  ['(principal, action, resource) when { principal in [Role::"user", Caller::"a"] }', "principal.id"],
  ["(principal, action, resource) when { principal in context.group }", "context.group principal.id"],
  ['(principal, action, resource) unless { principal == Caller::"a" }', "principal.id"],
  ["(principal, action, resource) when { [principal].contains(resource) }", "principal.id"],
  ["(principal, action, resource) when { principal has session_id }", "principal.session_id"],
  ["(principal, action, resource) when { context.plan.steps > 2 }", "context.plan"],
  ["(principal, action, resource) when { context has plan.steps }", "context.plan"],
  ["(principal, action, resource) when { context == {} }", "context"],
  ["(principal, action, resource) when { { x: context.a }.x == resource.b }", "context.a resource.b"],
  ['(principal, action, resource) when { { Value: context, ".": principal } == {} }', "context principal.id"],
  [
    "(principal, action, resource) when { if context.a then context.b else context.c }",
    "context.a context.b context.c",
  ],
  [
    '(principal, action, resource) when { context.attributes.getTag(context.k) like "a*" }',
    "context.attributes context.k",
  ],
  ["(principal, action, resource) when { context has input }", "context.input"],
  ['(principal, action, resource) when { context.input.url.host == "a" }', "context.input context.input.url"],
  ["(principal, action, resource) when { context.input == {} }", "context.input context.input.*"],
  ["(principal, action, resource) when { ip(context.address).isLoopback() }", "context.address"],
])("%s looks at: %s", (policy, expected) => {
  const json = policyToJson(`permit ${policy};`);
  if (json.type === "failure") throw new Error(json.errors[0]?.message);
  expect([...readsOf(json.json).reads].sort().join(" ")).toBe(expected);
});
