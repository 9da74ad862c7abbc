import type { HeaderSpec } from "@oap/contracts";
import { type ExampleJudge, exampleJudge, type Failure } from "../example-judge.ts";
import { headerExample } from "../header-example.ts";
import type { LintContext } from "../lint-context.ts";
import { publishSchema } from "../publish-schema.ts";
import type { TypeDraft } from "../publish-types.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** Examples do what they claim: the valid ones pass, the invalid ones fail with their keyword at their pointer. */
export const exampleVerdicts: Rule = {
  name: "example-verdicts",
  title: "Examples do what they claim.",
  explanation:
    "A valid example that fails misleads every reader; an invalid one that passes, or fails elsewhere, hides a schema that is too wide.",
  level: "error",
  necessary: "the published fixtures are these examples.",
  bad: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0, maximum: 9 }), examples: { valid: [{ title: "the roof", value: 10 }], invalid: [] } })',
  good: 'defineType({ ...rest, name: "Floor", schema: Type.Integer({ minimum: 0, maximum: 9 }), examples: { valid: [{ title: "the top", value: 9 }], invalid: [] } })',
  check: ({ types, typesByName, headers }) => {
    const judge = exampleJudge(new Map(types.map(({ spec, published }) => [spec.name, published.schema])));
    return [
      ...types.filter((draft) => isJudgeable(draft, typesByName)).flatMap((draft) => verdicts(draft, judge)),
      ...headers.flatMap((header) => headerVerdict(header, typesByName, judge)),
    ];
  },
};

/** Other rules tell of references to nothing and of what cannot be published: no verdict can be had on those. */
function isJudgeable(draft: TypeDraft, typesByName: LintContext["typesByName"]): boolean {
  const seen = new Set<TypeDraft>();
  const open: (TypeDraft | undefined)[] = [draft];
  while (open.length > 0) {
    const next = open.pop();
    if (next === undefined || next.published.refusals.length > 0) return false;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...next.published.references.map((name) => typesByName.get(name)));
  }
  return true;
}

function verdicts(draft: TypeDraft, judge: ExampleJudge): readonly Finding[] {
  const { spec, envelopeOf } = draft;
  const finding = (message: string, mend: string): Finding => ({
    name: spec.name,
    ...(envelopeOf === undefined ? {} : { writtenAs: envelopeOf }),
    message,
    mend,
  });
  const findings: Finding[] = [];
  try {
    for (const { title, value } of spec.examples.valid) {
      const failures = judge.failures(spec.name, value);
      if (failures.length > 0) {
        findings.push(
          finding(`The valid example "${title}" fails: ${text(failures)}.`, "Correct the example or the schema."),
        );
      }
    }
    for (const { title, value, pointer, keyword } of spec.examples.invalid) {
      const failures = judge.failures(spec.name, value);
      if (failures.some((failure) => failure.pointer === pointer && failure.keyword === keyword)) continue;
      const claim = text([{ pointer, keyword }]);
      findings.push(
        failures.length === 0
          ? finding(
              `The invalid example "${title}" passes; it claims to fail with ${claim}.`,
              "Correct the example or the schema.",
            )
          : finding(
              `The invalid example "${title}" fails with ${text(failures)}, not with ${claim} as it claims.`,
              "Write the pointer and the keyword of one of these, or correct the example.",
            ),
      );
    }
  } catch (error) {
    // Where the judge keeps the schema is nobody's business.
    const reason = (error instanceof Error ? error.message : String(error)).replace(
      / at "urn:example-judge:[^"]*"/,
      "",
    );
    findings.push(finding(`The schema does not compile in strict mode: ${reason}.`, "Correct the schema."));
  }
  return findings;
}

function headerVerdict(
  header: HeaderSpec,
  typesByName: LintContext["typesByName"],
  judge: ExampleJudge,
): readonly Finding[] {
  const { schema, references, refusals } = publishSchema(header.schema);
  const drafts = references.map((name) => typesByName.get(name));
  const judgeable = drafts.every((draft) => draft !== undefined && isJudgeable(draft, typesByName));
  if (refusals.length > 0 || !judgeable || header.example === "") return [];
  const value = headerExample(header, schema, (name) => typesByName.get(name)?.published.schema);
  const failures = judge.failuresOf(schema, value);
  if (failures.length === 0) return [];
  return [
    {
      name: header.name,
      message: `Its example "${header.example}" fails: ${text(failures)}.`,
      mend: "Correct the example or the schema.",
    },
  ];
}

function text(failures: readonly Failure[]): string {
  return failures.map(({ pointer, keyword }) => `${keyword} at "${pointer}"`).join(", ");
}
