import { bounds } from "@oap/protocol";

interface Page<TItem> {
  readonly items: readonly TItem[];
  readonly next_cursor?: string;
}

/** All items of a list that is answered page by page, in its order. */
export async function allPages<TItem>(
  readPage: (page: { cursor?: string; limit: number }) => PromiseLike<Page<TItem>>,
): Promise<readonly TItem[]> {
  const items: TItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage({ limit: bounds.pageItemsMax, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return items;
}
