import { readFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { compareWithCommit } from "./compare-contracts.ts";
import { ledgerPath } from "./schemas/released-schemas.ts";
import { temporaryRepository } from "./testing/temporary-repository.ts";

const contract = readFileSync(new URL("../../../generated/contract.json", import.meta.url), "utf8");

it("takes another content under an $id of the commit for an error once the ledger says that it is released", {
  timeout: 60_000,
}, async () => {
  const repository = temporaryRepository();
  onTestFinished(() => repository.remove());
  repository.write({ "generated/contract.json": contract });
  repository.commit("Begin");
  const changed = JSON.parse(contract);
  changed.$defs.StepId.maxLength = 3;
  repository.write({ "generated/contract.json": JSON.stringify(changed) });
  const refused = async (...ids: readonly string[]) => {
    const schemas = Object.fromEntries(ids.map((id) => [id, { release: "1.0.0", contentSha256: "", ownSha256: "" }]));
    repository.write({ [ledgerPath]: JSON.stringify({ releases: {}, schemas }) });
    const comparison = await compareWithCommit(repository.root, "main", "2026-03-01");
    const rules = comparison?.findings.map(({ rule }) => rule) ?? [];
    expect(rules).toContain("max-length-lowered");
    return rules.includes("content-changed-under-id");
  };
  expect(await refused()).toBe(false);
  expect(await refused("urn:oap:schema:PlanId:1.0.0")).toBe(false);
  expect(await refused(changed.types.StepId.id)).toBe(true);
});
