import { compareWithKnown, judgeByServer, readFixtures } from "@oap/conformance";
import { expect, it } from "vitest";
import { loopbackServer } from "./testing/loopback-server.ts";

/** Request fixtures that this control plane judges otherwise, with the reason. A stale entry fails. */
const known: Parameters<typeof compareWithKnown>[1] = ["module", "session"].map((scope) => ({
  judge: "server",
  type: "ControlKillSwitchSetRequest",
  name: `"${scope}" at /params/scope`,
  reason: `The scope ${scope} asks for ${scope}_id, which no schema of one object without a tag says.`,
}));

it("judges every request fixture as the schemas do", { timeout: 120_000 }, async () => {
  const fixtures = await readFixtures(new URL("../../../generated/fixtures/", import.meta.url));
  const { url } = await loopbackServer();
  const judgements = [];
  for await (const judgement of judgeByServer(fixtures, { baseUrl: url, idPrefix: "conformance" }))
    judgements.push(judgement);
  const { judged, failures, stale } = compareWithKnown(judgements, known);
  expect({ failures, stale }).toEqual({ failures: [], stale: [] });
  expect(judged).toBeGreaterThan(1000);
});
