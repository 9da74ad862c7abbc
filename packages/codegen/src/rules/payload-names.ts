import { operationTypeName } from "@oap/contracts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** What an operation or event carries is named after it. */
export const payloadNames: Rule = {
  name: "payload-names",
  title: "Payloads are named after what carries them.",
  explanation:
    "`exec.invoke` carries ExecInvokeParams or ExecInvokeInput and answers ExecInvokeResult or ExecInvokeOutput: who knows the key knows the types. It is off where teams share one payload among operations.",
  level: "off",
  bad: 'defineEvent({ ...rest, key: "parcel.found", payload: ParcelTrackResult })',
  good: '[defineType({ ...rest, name: "ParcelFoundPayload", schema: Type.Object({}) }),\n  defineEvent({ ...rest, key: "parcel.found", payload: { name: "ParcelFoundPayload" } })]',
  check: ({ operations, events }) => [
    ...operations.flatMap(({ meta: { key }, io }) => [
      ...misnamed(key, io.input.name, "/io/input", ["Params", "Input"]),
      ...misnamed(key, io.output.name, "/io/output", ["Result", "Output"]),
    ]),
    ...events.flatMap(({ key, payload }) => misnamed(key, payload.name, "/payload", ["Payload"])),
  ],
};

function misnamed(key: string, type: string, at: string, endings: readonly string[]): readonly Finding[] {
  const names = endings.map((ending) => `${operationTypeName(key)}${ending}`);
  if (names.includes(type)) return [];
  return [{ name: key, at, message: `It carries ${type}.`, mend: `Name the type ${names.join(" or ")}.` }];
}
