import type { Rule } from "../rule.ts";

/** What changes something asks who is calling. */
export const guardedCommands: Rule = {
  name: "guarded-commands",
  title: "A command asks who is calling.",
  explanation:
    "An anonymous command can be sent by anybody, as often as they like, and nobody can say afterwards who did. Where that is the point, as for signing up, ignore the finding and say so.",
  level: "warning",
  bad: 'defineCommand({ ...rest, policy: { auth: "anonymous", pii: ["/params/recipient"] } })',
  good: 'defineCommand({ ...rest, policy: { auth: "user", pii: ["/params/recipient"] } })',
  check: ({ operations }) =>
    operations
      .filter(({ kind, policy }) => kind === "command" && policy.auth === "anonymous")
      .map(({ meta }) => ({
        name: meta.key,
        at: "/policy/auth",
        message: "It changes something, and anybody may call it.",
        mend: 'Ask for a caller: auth "user" or "admin".',
      })),
};
