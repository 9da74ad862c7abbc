import { readFile } from "node:fs/promises";
import { StartError } from "@oap/server";

/** Where the ledger of what was released is looked for. */
export const releasedIdsFile = "contracts/released/schemas.json";

/**
 * Reads under which `$id`s something was released. A file that was named must be there; where the one of the usual name is
 * missing, nobody says which ids are released, and undefined comes back.
 */
export async function readReleasedIds(named: string | undefined): Promise<ReadonlySet<string> | undefined> {
  const file = named ?? releasedIdsFile;
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && named === undefined) return undefined;
    throw new StartError(`The released ids in ${file} cannot be read: ${error.message}.`);
  });
  if (text === undefined) return undefined;
  const schemas = schemasOf(text);
  if (schemas === undefined) {
    throw new StartError(`${file} is no ledger of released ids: it must be { "schemas": { "<$id>": … } } in JSON.`);
  }
  return new Set(Object.keys(schemas));
}

function schemasOf(text: string): object | undefined {
  try {
    const { schemas } = JSON.parse(text);
    return typeof schemas === "object" && schemas !== null && !Array.isArray(schemas) ? schemas : undefined;
  } catch {
    return undefined;
  }
}
