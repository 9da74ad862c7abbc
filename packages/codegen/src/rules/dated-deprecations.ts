import { type NamedPart, namedParts } from "../named-parts.ts";
import type { Rule } from "../rule.ts";
import type { Finding } from "../violation.ts";

/** What ends says since when it should no longer be used, before it says when it is gone and what to use instead. */
export const datedDeprecations: Rule = {
  name: "dated-deprecations",
  title: "What ends says since when, and gives time.",
  explanation:
    "Clients learn from `deprecated` that they should move, and from `sunset` until when they may. A sunset without a deprecation, or on the same day, gives nobody time to change.",
  level: "error",
  bad: 'defineType({ ...rest, name: "Visit", schema: Type.Object({}), sunset: "2027-01-01" })',
  good: 'defineType({ ...rest, name: "Visit", schema: Type.Object({}), deprecated: "2026-01-01", sunset: "2027-01-01" })',
  check: (context) => namedParts(context).flatMap((part) => [...dayFindings(part), ...orderFindings(part)]),
};

function dayFindings({ name, spec }: NamedPart): readonly Finding[] {
  return (["deprecated", "sunset"] as const).flatMap((member) => {
    const day = spec[member];
    if (day === undefined || isDay(day)) return [];
    return [
      {
        name,
        message: `Its \`${member}\` is "${day}", which is no day.`,
        mend: "Write a day as `YYYY-MM-DD`, in UTC.",
      },
    ];
  });
}

function orderFindings({ name, spec: { deprecated, sunset, replacedBy } }: NamedPart): readonly Finding[] {
  if (deprecated === undefined) {
    return (Object.entries({ sunset, replacedBy }) as [string, string | undefined][])
      .filter(([, value]) => value !== undefined)
      .map(([member]) => ({
        name,
        message: `It has \`${member}\` and is not deprecated.`,
        mend: "Say since when it is, as `deprecated`.",
      }));
  }
  if (sunset === undefined || !isDay(deprecated) || !isDay(sunset) || sunset > deprecated) return [];
  return [
    {
      name,
      message: `Its sunset, ${sunset}, is not after ${deprecated}, since when it is deprecated.`,
      mend: "Give those who use it time to change.",
    },
  ];
}

/** A day of the calendar: February has no 30th. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
