import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";
import { mediaType, type OpenApiPayload, schemaPointer } from "./openapi-payloads.ts";

/** Parameters of these names are ignored by the specification: other parts of the document say them. */
const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "authorization", "content-type"]);
const styles: Readonly<Record<string, string>> = { path: "simple", query: "form", header: "simple", cookie: "form" };

/**
 * The parameters of an operation, its own before those of its path. Path parameters are named by their position,
 * `path parameter 1`: a client does not see their names. Headers are without case.
 */
export function readParameters(
  document: OpenApiDocument,
  path: { readonly template: string; readonly item: Placed<JsonObject> },
  operation: Placed<JsonObject>,
): readonly OpenApiPayload[] {
  const positions = [...path.template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name as string);
  const payloads = new Map<string, OpenApiPayload>();
  for (const owner of [operation, path.item]) {
    const list = owner.value.parameters ?? [];
    const at = pointerTo(owner.pointer, "parameters");
    if (!Array.isArray(list)) {
      throw document.fail("MALFORMED", at, "`parameters` is no array.", "Write the parameters as an array.");
    }
    for (const [index, value] of list.entries()) {
      const parameter = document.object({ value, pointer: pointerTo(at, index) }, "the parameter");
      const payload = parameterPayload(document, parameter, positions);
      if (payload !== undefined && !payloads.has(payload.name)) payloads.set(payload.name, payload);
    }
  }
  for (const index of positions.keys()) {
    const name = `path parameter ${index + 1}`;
    if (!payloads.has(name))
      payloads.set(name, { role: "request", name, required: true, pointer: undefined, text: true });
  }
  return [...payloads.values()];
}

function parameterPayload(
  document: OpenApiDocument,
  { value, pointer }: Placed<JsonObject>,
  positions: readonly string[],
): OpenApiPayload | undefined {
  const { name, in: place } = value;
  if (typeof name !== "string" || typeof place !== "string" || !Object.hasOwn(styles, place)) {
    throw document.fail(
      "MALFORMED",
      pointer,
      "The parameter has no `name`, or no `in` that there is.",
      `Write its name, and one of ${Object.keys(styles).join(", ")}.`,
    );
  }
  if (place === "header" && ignoredHeaders.has(name.toLowerCase())) return undefined;
  const position = positions.indexOf(name) + 1;
  if (place === "path" && position === 0) return undefined;
  const key =
    place === "path" ? `path parameter ${position}` : `${place} ${place === "header" ? name.toLowerCase() : name}`;
  const required = place === "path" || value.required === true;
  return { role: "request", name: key, required, ...readValue(document, { value, pointer }, styles[place] as string) };
}

/** The schema of a parameter or header, and how its value is written, of which `usual` is the style that goes without saying. */
export function readValue(
  document: OpenApiDocument,
  { value, pointer }: Placed<JsonObject>,
  usual: string,
): Pick<OpenApiPayload, "pointer" | "text" | "encoding"> {
  const content = isObject(value.content) ? Object.keys(value.content)[0] : undefined;
  if (content !== undefined) {
    const at = pointerTo(pointer, "content", content);
    const media = document.object({ value: (value.content as JsonObject)[content], pointer: at }, "the media type");
    return { pointer: schemaPointer(media), encoding: mediaType(content) };
  }
  const encoding = encodingOf(document, { value, pointer }, usual);
  return {
    pointer: schemaPointer({ value, pointer }),
    text: true,
    ...(encoding === undefined ? {} : { encoding }),
  };
}

/** How the value is written, where that is not the rule of its place. */
function encodingOf(
  document: OpenApiDocument,
  { value, pointer }: Placed<JsonObject>,
  usual: string,
): string | undefined {
  const style = typeof value.style === "string" ? value.style : usual;
  const explode = typeof value.explode === "boolean" ? value.explode : style === "form";
  const words = [
    ...(style === usual ? [] : [style]),
    ...(explode === (usual === "form") || !isExploded(document, { value, pointer }, style)
      ? []
      : [explode ? "explode" : "no explode"]),
    ...(value.allowReserved === true ? ["reserved characters"] : []),
  ];
  return words.length === 0 ? undefined : words.join(", ");
}

/** Whether `explode` says anything: it does of values with parts alone, of no list under `simple`, and of nothing under `deepObject`. */
function isExploded(document: OpenApiDocument, { value, pointer }: Placed<JsonObject>, style: string): boolean {
  if (!isObject(value.schema) || style === "deepObject") return false;
  const schema = document.object({ value: value.schema, pointer: pointerTo(pointer, "schema") }, "the schema").value;
  const types = [schema.type].flat();
  return types.some((type) => (type === "array" && style !== "simple") || type === "object" || type === undefined);
}
