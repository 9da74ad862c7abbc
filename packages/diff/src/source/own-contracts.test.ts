import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Contract } from "../contract.ts";
import { readContract } from "../read-contract.ts";
import { editedTypescript, type TextEdit } from "../testing/parcel-typescript.ts";
import { compareSource } from "./compare-source.ts";
import type { ConsumerProgram } from "./consumer-programs.ts";
import { type ReadGenerated, readGenerated } from "./read-generated.ts";

/** Our own generated client, and programs that use it as clients do: those written by hand, and the calls that its pages show. */
const root = join(import.meta.dirname, "../../../..");
const programsFolder = "../packages/diff/src/source/programs";

let own: ReadGenerated;
let contract: Contract;
beforeAll(async () => {
  const read = await readGenerated("generated/contract.json", { folder: root, programs: true, programsFolder });
  if (read === undefined) throw new Error("There is no generated TypeScript beside generated/contract.json.");
  own = read;
  contract = await readContract("generated/contract.json", { folder: root });
});

const edited = (...edits: readonly TextEdit[]) => editedTypescript(own.typescript, edits);
const compared = (programs: readonly ConsumerProgram[], ...edits: readonly TextEdit[]) =>
  compareSource(own.typescript, edited(...edits), {
    programs,
    contracts: { base: contract, head: contract, today: "2026-11-20" },
  });

describe("our own contracts", () => {
  it("compile every program that was written against them, and every call that their pages show", () => {
    const written = own.programs.filter(({ name }) => name.endsWith(".ts.txt"));
    expect(written.length).toBeGreaterThan(5);
    expect(own.programs.length - written.length).toBeGreaterThan(40);
    // A program that does not compile today proves nothing: each must stop when what all of them name is gone.
    const { programs } = own;
    const [finding] = compared(
      programs,
      ["index.ts", "  type OapClient,\n", ""],
      ["index.ts", 'export type * from "./types.ts";\n', ""],
    ).filter(({ subject, message }) => subject.part === "contract" && message.includes(" programs "));
    expect(finding?.message).toMatch(new RegExp(`^${programs.length} of ${programs.length} programs `));
  });

  it("find nothing where nothing changed", () => {
    expect(compared(own.programs)).toEqual([]);
  });

  it("show the place, who carries it, the compiler's words and the programs that stop compiling", () => {
    const findings = compared(own.programs, [
      "types.ts",
      'export type ExecutionState = "PENDING" | "RUNNING"',
      'export type ExecutionState = "PENDING" | "STARTED"',
    ]);
    const onState = { axis: "SOURCE", verdict: "BREAKING", level: "error", effect: "widen", breaks: ["response"] };
    const state = { subject: { part: "type", name: "ExecutionState" }, pointer: "" };
    expect(findings).toMatchObject([
      {
        ...onState,
        ...state,
        rule: "enum-value-added",
        affected: expect.arrayContaining(["exec.invoke", "exec.status.get"]),
        location: { file: "contracts/src/execution/execution-state.ts" },
        message: expect.stringContaining('`"STARTED"` came.'),
        compilerError: expect.stringMatching(/^TS2322: Type '"STARTED"' is not assignable to type 'never'\./),
      },
      {
        ...onState,
        ...state,
        rule: "source-incompatible",
        compilerError: expect.stringMatching(
          /\n\nconst read = \(value: head\.ExecutionState\) => value === "RUNNING";$/,
        ),
      },
      {
        subject: { part: "contract", name: "" },
        message: expect.stringMatching(/^1 of \d+ programs .*: invoke\.ts\.txt\.$/),
        compilerError: expect.stringMatching(/^invoke\.ts\.txt:\d+ TS2367: This comparison .*\n\n.*\n.*"RUNNING"/),
      },
    ]);
  });

  it("say nothing of what is gone after its sunset, which the comparison of the contracts does", () => {
    const name = "control.ping";
    const without = { ...contract, operations: new Map([...contract.operations].filter(([key]) => key !== name)) };
    const ending = (sunset: string): Contract => ({
      ...contract,
      operations: new Map(contract.operations).set(name, {
        ...contract.operations.get(name)!,
        deprecation: { deprecated: "2026-01-01", sunset },
      }),
    });
    const head = edited([
      "client.ts",
      "    ping(params?: ControlPingParams, options?: CallOptions): Call<ControlPingResult>;",
      "",
    ]);
    const judged = (sunset: string) => {
      const contracts = { base: ending(sunset), head: without, today: "2026-11-20" };
      const programs = own.programs.filter(({ about }) => about !== undefined);
      return compareSource(own.typescript, head, { contracts, programs }).map(({ subject }) => subject.part);
    };
    expect(judged("2026-11-20")).toEqual([]);
    expect(judged("2026-11-21")).toEqual(["operation", "contract"]);
  });
});
