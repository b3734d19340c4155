// The people of the organization by their names, as far as one may see them.
//
//   usePeople()        all accounts for administrators, otherwise those who work on claims
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "~/api/client";
import type { PageOf } from "~/list/records";
import { useMay } from "~/session/me";

export interface Person {
  id: string;
  name: string;
}

const PEOPLE = 100;
const PEOPLE_PAGES = 5;

async function everybody(ask: (cursor: string | undefined) => Promise<PageOf<Person>>): Promise<Person[]> {
  const found: Person[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < PEOPLE_PAGES; read += 1) {
    const page = await ask(cursor);
    found.push(...page.items.map(({ id, name }) => ({ id, name })));
    if (!page.next) break;
    cursor = page.next;
  }
  return found;
}

/** People to choose among, and to name. */
export function usePeople() {
  const isAdministrator = useMay()("administrator");
  return useQuery({
    queryKey: ["people", isAdministrator],
    queryFn: () =>
      everybody((cursor) => {
        const params = { params: { query: { limit: PEOPLE, ...(cursor && { cursor }) } } };
        return isAdministrator ? answer(api.GET("/api/accounts", params)) : answer(api.GET("/api/assignees", params));
      }),
    staleTime: 60_000,
  });
}
