/** The largest input that is read, in bytes. The largest public OpenAPI documents have about 15 MB. */
export const inputBytesMax = 64 * 1024 * 1024;

/** How deep the values of an input may nest. The deepest public documents that are not dereferenced nest 40 levels. */
export const inputDepthMax = 256;

/** How many values an input may have, counting what YAML aliases repeat as often as they do. */
export const inputValuesMax = 8_000_000;

/** How often the anchors of a YAML document may be repeated in all: small texts can mean endless values. */
export const yamlAliasesMax = 10_000;

/** How many references one after the other are followed until a value comes. */
export const referenceHopsMax = 64;

/** How long git may take to find a file, in milliseconds. */
export const gitMsMax = 30_000;
