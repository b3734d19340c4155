// The organization's accounts, all of them: they are few enough to be looked through here, so that no name goes into an address.
import { useMemo } from "react";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";

export type AccountView = components["schemas"]["AccountView"];

/** Under which accounts are kept among the answers. */
export const ACCOUNTS = ["accounts"] as const;
/** Under which one account is kept. */
export const accountKey = (id: string) => [...ACCOUNTS, id] as const;

const PAGE = 100;
/** More than any organization has, so that a fault can't go on for ever. */
const PAGES = 50;

async function everyAccount(): Promise<AccountView[]> {
  const found: AccountView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const query = cursor ? { limit: PAGE, cursor } : { limit: PAGE };
    const { items, next } = await answer(api.GET("/api/accounts", { params: { query } }));
    found.push(...items);
    if (!next) break;
    cursor = next;
  }
  return found;
}

/** All accounts. */
export const useAccounts = () => useRecords<AccountView>([...ACCOUNTS, "all"], async () => ({ items: await everyAccount() }));

/** What an account is called, by its identifier. */
export function useAccountNames(): Map<string, string> {
  const { data } = useAccounts();
  return useMemo(() => new Map(data?.pages.flatMap((page) => page.items).map((account) => [account.id, account.name])), [data]);
}
