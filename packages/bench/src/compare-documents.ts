import { checkComparable, compare, readContract } from "@oap/diff";

/** What comparing two documents took and found. Times in milliseconds, memory in bytes. */
export interface ComparisonFigures {
  readonly readMs: number;
  readonly compareMs: number;
  /** Of the whole process, loading its code included: it stays nearly the same on a busy machine. */
  readonly cpuMs: number;
  readonly rssMax: number;
  readonly operations: number;
  readonly schemas: number;
  /** Of all axes, by verdict. */
  readonly breaking: number;
  readonly unknown: number;
  readonly compatible: number;
}

/** A process of its own, so that its memory is that of one comparison: writes the figures of two files as JSON. */
const [baseFile, headFile] = process.argv.slice(2) as [string, string];
const start = performance.now();
const [base, head] = [await readContract(baseFile), await readContract(headFile)];
checkComparable(base, head);
const read = performance.now();
const { findings } = compare(base, head, { today: "2026-01-01" });
const end = performance.now();
const cpu = process.cpuUsage();
const count = (verdict: string) => findings.filter((finding) => finding.verdict === verdict).length;
const figures: ComparisonFigures = {
  readMs: read - start,
  compareMs: end - read,
  cpuMs: cpu.user / 1000 + cpu.system / 1000,
  rssMax: process.resourceUsage().maxRSS * 1024,
  operations: head.operations.size,
  schemas: Object.keys(head.definitions).length,
  breaking: count("BREAKING"),
  unknown: count("UNKNOWN"),
  compatible: count("COMPATIBLE"),
};
process.stdout.write(JSON.stringify(figures));
