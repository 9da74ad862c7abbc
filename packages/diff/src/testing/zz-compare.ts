import { readdirSync } from "node:fs";
import { readContract } from "../read-contract.ts";
import { compareSource } from "../source/compare-source.ts";
import { mergeSource } from "../source/merge-source.ts";
import { compare } from "../compare.ts";
import { readGenerated } from "../source/read-generated.ts";
import { findingPath } from "../finding-path.ts";
const folder = "/tmp/srcseries";
const only = process.argv[2];
const base = (await readGenerated("base/generated/contract.json", { folder, programs: true }))!;
const baseContract = await readContract("base/generated/contract.json", { folder });
for (const name of readdirSync(folder)) {
  if (only !== undefined && !name.includes(only)) continue;
  const head = await readGenerated(`${name}/generated/contract.json`, { folder }).catch(() => undefined);
  if (head === undefined) { console.log("none", name); continue; }
  const headContract = await readContract(`${name}/generated/contract.json`, { folder });
  const t = Date.now();
  const findings = compareSource(base.typescript, head.typescript, { programs: base.programs, contracts: { base: baseContract, head: headContract } });
  const ms = Date.now() - t;
  const merged = mergeSource(compare(baseContract, headContract, { today: "2026-11-20" }), findings);
  console.log(`## ${name} ${ms} ms`);
  for (const f of merged.findings) if (f.axis === "SOURCE") console.log("  ", f.level, f.rule, f.breaks.join("+"), findingPath(f), f.compilerError === undefined ? "(no compiler)" : "", only ? `\n${f.message}\n${f.compilerError}\n` : "");
}
