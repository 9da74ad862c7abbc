import { connect } from "@oap/client";
import { startControlPlane } from "@oap/server";
import { openSqliteStore, type RunRecord, type Store, type StoreTransaction } from "@oap/store";

/** What one invocation leaves on disk, ready to be left again under other identifiers: at its acceptance, and at its end. */
export interface InvocationRows {
  /** `id` is the exchange's, which comes from the client; `number` counts invocations, as the control plane's own identifiers do. */
  accept(transaction: StoreTransaction, id: string, number: number): void;
  end(transaction: StoreTransaction, id: string, number: number): void;
}

/** Has a control plane in this folder invoke a capability once, and reads what it wrote. */
export async function invocationRows(dataDir: string): Promise<InvocationRows> {
  const controlPlane = await startControlPlane({ dataDir, port: 0, limits: [] });
  const client = connect({ baseUrl: controlPlane.url });
  const target = { module_id: "text", capability: "statistics" };
  const { invocation_id } = await client.exec.invoke({ target, input: { text: "The quick brown fox" } });
  await controlPlane.close();
  const store = openSqliteStore({ dataDir });
  try {
    return rowsOf(store, invocation_id);
  } finally {
    await store.close();
  }
}

function rowsOf(store: Store, invocationId: string): InvocationRows {
  const run = store.run(invocationId);
  const compiled = store.compiledRun(invocationId);
  const [accepted, ...later] = store.events(invocationId).map(({ event }) => event);
  const [entry] = store.ledgerEntries({ about: invocationId, limit: 1 }).items;
  const execution = run && store.execution(run.execution_id);
  const exchange = run && entry && store.exchange(run.caller.id, entry.entry.event_id);
  if (!accepted || !entry || !execution || !exchange) throw new Error("The invocation has left no whole record.");
  const { answer: _, ...kept } = exchange;
  const named = (number: number) => {
    const ordered = String(number).padStart(uuidCharacters, "0");
    return { invocation_id: `inv_${ordered}`, execution_id: `exe_${ordered}` };
  };
  return {
    accept(transaction, id, number) {
      const { invocation_id, execution_id } = named(number);
      transaction.insertRun({ ...openAgain(run), ...named(number), compiled });
      transaction.appendEvent(invocation_id, 1, accepted);
      transaction.putExecution({ ...execution, execution_id, run_id: invocation_id, status: "running" });
      transaction.insertExchange({ ...kept, orch_id: id, invocation_id });
    },
    end(transaction, id, number) {
      const { invocation_id, execution_id } = named(number);
      for (const [index, event] of later.entries()) transaction.appendEvent(invocation_id, index + 2, event);
      transaction.finishRun(invocation_id, run);
      transaction.setExecutionStatus(execution_id, execution.status, execution.updated_at);
      const { chain, entry: whole } = entry;
      transaction.appendLedgerEntry(
        chain,
        (prev_event_hash) => ({ ...whole, event_id: id, prev_event_hash }),
        invocation_id,
      );
    },
  };
}

const uuidCharacters = 36;

function openAgain({ output: _, completed_at: _at, ...run }: RunRecord): RunRecord {
  return { ...run, state: "RUNNING" };
}
