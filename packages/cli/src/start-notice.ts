import type { ControlPlane } from "@oap/server";
import type { ServeOptions } from "./serve-options.ts";

/** What whoever starts a control plane must know: where it listens, whom it takes callers for, and which policies hold. */
export function startNotice({ url, policies }: ControlPlane, { dataDir, identity, jwtIssuer }: ServeOptions): string {
  const { name, policy_binding_id } = policies;
  const tokens = jwtIssuer === undefined ? "" : `, or a signed token of ${jwtIssuer}`;
  const callers =
    identity === "development"
      ? "development. Whoever reaches the loopback interface is who they say they are, with every role."
      : `required, by an API key of \`oap key create\`${tokens}.`;
  return [
    `Listening on ${url}; the store is ${dataDir}.`,
    `Identity: ${callers}`,
    `Policies: ${name}, ${policy_binding_id}.`,
    "",
  ].join("\n");
}
