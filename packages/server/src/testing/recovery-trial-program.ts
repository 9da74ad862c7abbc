import { parseArgs } from "node:util";
import { recoveryTrial } from "./recovery-trial.ts";

// One trial, whose report is a line of JSON on the standard output.

const { values } = parseArgs({ options: { kills: { type: "string", default: "25" }, seed: { type: "string" } } });
const seed = values.seed === undefined ? {} : { seed: Number(values.seed) };
console.log(JSON.stringify(await recoveryTrial({ kills: Number(values.kills), ...seed })));
