import { defineRules, object, request, response } from "./rule.ts";

const string = { type: "string" };

/** Rules of which members an object has. */
export const objectRules = defineRules({
  "required-added": {
    axis: "WIRE",
    title: "A new member is required",
    explanation:
      "Clients that do not know the member are rejected; a default does not help them, since validation asks before defaults are filled in. Make it optional, and treat its absence as before.",
    asksFor: "minor",
    example: request(object({ sku: string }), object({ sku: string, region: string }, "region")),
  },
  "optional-added": {
    axis: "WIRE",
    title: "An optional member is new",
    explanation:
      "Nobody has to send it. Clients that read it ignore what they do not know, unless the object was closed by `additionalProperties: false`: those reject it.",
    asksFor: "minor",
    example: request(object({ sku: string }), object({ sku: string, note: string })),
  },
  "property-removed": {
    axis: "WIRE",
    title: "A member is gone",
    explanation:
      "Clients that read the member and were promised it miss it. Clients that send it are rejected where the object is closed; where it is open, what they send is silently ignored, which is a warning. Deprecate it with a sunset before.",
    otherwise: { request: "incomparable" },
    example: response(object({ sku: string, price: string }, "price"), object({ sku: string })),
  },
  "property-renamed": {
    axis: "WIRE",
    title: "A member has another name",
    explanation:
      "To those who send it the new name is missing, to those who read it the old one is. Accept both for a while, and send both.",
    asksFor: "minor",
    example: request(object({ customer: string }, "customer"), object({ client: string }, "client")),
  },
  "optional-to-required": {
    axis: "WIRE",
    title: "A member has become required",
    explanation: "Clients that leave it out are rejected. Whoever reads it is safe.",
    example: request(object({ sku: string }), object({ sku: string }, "sku")),
  },
  "required-to-optional": {
    axis: "WIRE",
    title: "A member is no longer required",
    explanation: "Clients that read it were promised it, and may miss it. Whoever sends it is safe.",
    example: response(object({ sku: string }, "sku"), object({ sku: string })),
  },
  closed: {
    axis: "WIRE",
    title: "Undeclared members are rejected",
    explanation:
      "Clients send what they were told of. If the object said that it takes any members, some are rejected now. If it declared its members and was silent on others, clients that keep to the contract are safe, and those that send more are not: that is a warning.",
    otherwise: { request: "incomparable" },
    example: request(
      { type: "object", properties: { sku: string }, additionalProperties: true },
      { type: "object", properties: { sku: string }, additionalProperties: false },
    ),
  },
  opened: {
    axis: "WIRE",
    title: "Undeclared members are accepted",
    explanation: "Clients that read the object and reject what they do not know may get such members.",
    example: response(
      { type: "object", properties: { sku: string }, additionalProperties: false },
      { type: "object", properties: { sku: string }, additionalProperties: true },
    ),
  },
  "additional-narrowed": {
    axis: "WIRE",
    title: "Fewer undeclared members are accepted",
    explanation: "Clients that send members of any other schema are rejected.",
    example: request({ type: "object" }, { type: "object", additionalProperties: string }),
  },
  "additional-widened": {
    axis: "WIRE",
    title: "More undeclared members are accepted",
    explanation: "Clients that read the members may get values that they were told never to get.",
    example: response({ type: "object", additionalProperties: string }, { type: "object" }),
  },
  "additional-changed": {
    axis: "WIRE",
    title: "Other undeclared members are accepted",
    explanation: "What undeclared members have to be was changed in a way that neither contains the other.",
    example: request(
      {
        type: "object",
        patternProperties: { "^a": string },
        additionalProperties: { type: "integer" },
      },
      { type: "object", patternProperties: { "^b": string }, additionalProperties: { type: "boolean" } },
    ),
  },
  "pattern-property-added": {
    axis: "WIRE",
    title: "Members of certain names have to be of a schema",
    explanation: "Clients that send other values under such names are rejected.",
    example: request({ type: "object" }, { type: "object", patternProperties: { "^x-": string } }),
  },
  "pattern-property-removed": {
    axis: "WIRE",
    title: "Members of certain names may be anything",
    explanation: "Clients that read members of such names may get values that they were told never to get.",
    example: response({ type: "object", patternProperties: { "^x-": string } }, { type: "object" }),
  },
  "property-names-narrowed": {
    axis: "WIRE",
    title: "Members may have fewer names",
    explanation: "Clients that send members of other names are rejected.",
    example: request({ type: "object" }, { type: "object", propertyNames: { maxLength: 3 } }),
  },
  "property-names-widened": {
    axis: "WIRE",
    title: "Members may have more names",
    explanation: "Clients that read the object may get members of names that they were told never to get.",
    example: response({ type: "object", propertyNames: { maxLength: 3 } }, { type: "object" }),
  },
  "property-names-changed": {
    axis: "WIRE",
    title: "Members may have other names",
    explanation: "Each version accepts names that the other does not.",
    example: request(
      { type: "object", propertyNames: { enum: ["a", "b"] } },
      { type: "object", propertyNames: { enum: ["b", "c"] } },
    ),
  },
  "dependent-required-added": {
    axis: "WIRE",
    title: "One member asks for another",
    explanation: "Clients that send the one without the other are rejected.",
    example: request(object({ card: string, cvc: string }), {
      ...(object({ card: string, cvc: string }) as object),
      dependentRequired: { card: ["cvc"] },
    }),
  },
  "dependent-required-removed": {
    axis: "WIRE",
    title: "One member no longer asks for another",
    explanation: "Clients that read the one were promised the other.",
    example: response(
      { ...(object({ card: string, cvc: string }) as object), dependentRequired: { card: ["cvc"] } },
      object({ card: string, cvc: string }),
    ),
  },
  "dependent-schema-narrowed": {
    axis: "WIRE",
    title: "An object with a certain member has to be more",
    explanation: "Clients that send the member in an object of another kind are rejected.",
    example: request(object({ card: string }), {
      ...(object({ card: string }) as object),
      dependentSchemas: { card: { required: ["expiry"] } },
    }),
  },
  "dependent-schema-widened": {
    axis: "WIRE",
    title: "An object with a certain member may be more",
    explanation: "Clients that read such an object may get one that they were told never to get.",
    example: response(
      { ...(object({ card: string }) as object), dependentSchemas: { card: { minProperties: 2 } } },
      object({ card: string }),
    ),
  },
  "dependent-schema-changed": {
    axis: "WIRE",
    title: "An object with a certain member has to be something else",
    explanation: "Each version accepts such objects that the other does not.",
    example: request(
      {
        ...(object({ card: string, a: string, b: string }) as object),
        dependentSchemas: { card: { required: ["a"] } },
      },
      {
        ...(object({ card: string, a: string, b: string }) as object),
        dependentSchemas: { card: { required: ["b"] } },
      },
    ),
  },
});
