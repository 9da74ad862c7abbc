import { readFile } from "node:fs/promises";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import type { JsonSchema } from "../json-schema.ts";
import { rules } from "../rules.ts";
import { configuredRules, type LintConfiguration, nearest } from "./lint-configuration.ts";
import { lintConfigurationSchema } from "./lint-configuration-schema.ts";
import { LintError } from "./lint-error.ts";

/**
 * Reads and checks a configuration. A file that is not there is no configuration, unless it was asked for by name.
 * Throws LintError with the place of the first thing that is wrong.
 */
export async function readLintConfiguration(
  path: string,
  options: { readonly required: true },
): Promise<LintConfiguration>;
export async function readLintConfiguration(
  path: string,
  options?: { readonly required?: boolean },
): Promise<LintConfiguration | undefined>;
export async function readLintConfiguration(
  path: string,
  options: { readonly required?: boolean } = {},
): Promise<LintConfiguration | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && options.required !== true) return undefined;
    throw new LintError(`${path} cannot be read: ${error.message}.`, { cause: error });
  });
  return text === undefined ? undefined : parseLintConfiguration(text, path);
}

export function parseLintConfiguration(text: string, path: string): LintConfiguration {
  const value = parsed(text, path);
  const validate = new Ajv2020({ strict: false }).compile(lintConfigurationSchema(rules) as object);
  if (!validate(value)) throw new LintError(`${path}${problem(validate.errors ?? [], value)}`);
  const configuration = value as LintConfiguration;
  try {
    configuredRules(rules, configuration);
  } catch (error) {
    if (!(error instanceof LintError)) throw error;
    throw new LintError(`${path}: ${error.message}`);
  }
  return configuration;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LintError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The error that says most: an unknown name before what follows from it, the deepest place before those around it. */
function problem(errors: readonly ErrorObject[], value: unknown): string {
  const unknown = errors.find(({ keyword }) => keyword === "additionalProperties");
  if (unknown !== undefined) {
    const { additionalProperty } = unknown.params as { additionalProperty: string };
    const known = knownMembers(unknown.instancePath);
    return ` at ${unknown.instancePath || "its root"}: there is no ${unknown.instancePath === "/rules" ? "rule" : "member"} \`${additionalProperty}\`.${nearest(additionalProperty, known)}`;
  }
  const rule = /^\/rules\/([^/]+)/.exec(errors[0]?.instancePath ?? "")?.[1];
  const necessary = rules.find(({ name }) => name === rule)?.necessary;
  if (necessary !== undefined) return `: ${rule} is always an error: ${necessary}`;
  const ignored = /^\/ignore\/(\d+)\/rule$/.exec(errors[0]?.instancePath ?? "")?.[1];
  if (ignored !== undefined) return ` at ${errors[0]?.instancePath}: ${ignoredRule(value, Number(ignored))}`;
  const [deepest] = [...errors].sort((a, b) => b.instancePath.length - a.instancePath.length);
  const allowed = (deepest?.params as { allowedValues?: readonly unknown[] } | undefined)?.allowedValues;
  const expected = allowed === undefined ? "" : `: ${allowed.map((item) => JSON.stringify(item)).join(", ")}`;
  return ` at ${deepest?.instancePath || "its root"}: it ${deepest?.message ?? "is wrong"}${expected}.`;
}

function ignoredRule(value: unknown, index: number): string {
  const name = String((value as LintConfiguration).ignore?.[index]?.rule);
  const rule = rules.find((one) => one.name === name);
  if (rule?.necessary !== undefined) return `${name} cannot be ignored: ${rule.necessary}`;
  return `there is no rule \`${name}\`.${nearest(
    name,
    rules.map((one) => one.name),
  )}`;
}

function knownMembers(path: string): readonly string[] {
  const schema = lintConfigurationSchema(rules);
  if (path === "/rules") return rules.map(({ name }) => name);
  const target: JsonSchema | undefined = path === "" ? schema : schema.properties?.ignore;
  const members = typeof target === "object" ? (path === "" ? target : (target.items as JsonSchema)) : undefined;
  return typeof members === "object" ? Object.keys(members.properties ?? {}) : [];
}
