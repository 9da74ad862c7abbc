import { parseArgs } from "node:util";
import { recoveryTrial } from "./recovery-trial.ts";

// One trial, whose report is a line of JSON on the standard output. It ends with whoever forked it, and what it started ends with it.

const { values } = parseArgs({ options: { kills: { type: "string", default: "25" }, seed: { type: "string" } } });
const seed = values.seed === undefined ? {} : { seed: Number(values.seed) };
const abandoned = () => process.exit(1);
process.once("disconnect", abandoned);
console.log(JSON.stringify(await recoveryTrial({ kills: Number(values.kills), ...seed })));
process.off("disconnect", abandoned);
if (process.connected) process.disconnect();
