#!/usr/bin/env node
import { tooOldNode } from "./too-old-node.ts";

// Everything else is imported later: an older Node.js has no `node:sqlite`, and would end with a stack trace.
const complaint = tooOldNode(process.versions.node);
if (complaint === undefined) {
  const { main } = await import("./main.ts");
  await main(process.argv.slice(2));
} else {
  process.stderr.write(`oap: ${complaint}\n`);
  process.exitCode = 2;
}
