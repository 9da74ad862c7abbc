import type { DocsContext } from "./docs-context.ts";
import { code, facts, list, page, prose, section, table } from "./docs-markdown.ts";
import { deprecationNote, listedMeaning } from "./docs-origin.ts";

/** The closed table of error codes, then each code with the operations that name it as their own. */
export function errorsPage({ model, links, usage }: DocsContext): string {
  const common = new Set(Object.keys(model.registry.errors));
  const yesNo = (value: boolean) => (value ? "yes" : "no");
  const overview = table(
    ["Code", "HTTP", "JSON-RPC", "Retryable", "Meaning"],
    model.errorCodes.map(({ code: name, httpStatus, jsonRpc, retryable, meaning, ...spec }) => [
      links.errorCode(name),
      String(httpStatus),
      String(jsonRpc),
      yesNo(retryable),
      listedMeaning(spec, prose(meaning)),
    ]),
  );
  const each = model.errorCodes.map(
    ({ code: name, httpStatus, jsonRpc, retryable, meaning, since, location, ...spec }) =>
      section(
        2,
        name,
        ...deprecationNote(spec, links.errorCode),
        prose(meaning),
        facts([
          ["HTTP status", String(httpStatus)],
          ["JSON-RPC code", code(String(jsonRpc))],
          ["Retryable", yesNo(retryable)],
          ["Since", since],
          [
            "Answered by",
            common.has(name)
              ? `every operation: ${prose(model.registry.errors[name]?.when ?? meaning)}`
              : list(usage.ofErrorCode(name).map(links.operation), "no operation names it as its own"),
          ],
          ["Contract", links.contract(location)],
        ]),
      ),
  );
  return page("Error codes", [
    "An exchange that fails is answered with an error envelope, whose `error.code` is one of these. The code fixes the HTTP status, the integer that strict JSON-RPC 2.0 carries, and whether the same request may succeed later. The set is closed on the sending side; clients treat a code they do not know like `INTERNAL`.",
    section(2, "All codes", overview),
    ...each,
  ]);
}
