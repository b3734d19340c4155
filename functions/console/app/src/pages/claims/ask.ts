// What the pages of claims ask the API for, and under which keys the answers are kept.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, versioned } from "~/api/client";
import type { components } from "~/api/schema";

type Schemas = components["schemas"];
export type Claim = Schemas["ClaimView"];
export type ClaimItem = Schemas["ClaimItem"];
export type Policy = Schemas["PolicyView"];
export type Assignee = Schemas["AssigneeItem"];

/** Whatever is kept of claims begins with this. */
export const CLAIMS = ["claims"] as const;

const PAGE = 100;
/** An organization's products and people are few; who has more than these pages chooses by the newest. */
const PAGES = 5;

/** A claim with its version. */
export const askClaim = (id: string) => versioned(api.GET("/api/claims/{id}", { params: { path: { id } } }));

export function useClaim(id: string) {
  return useQuery({ queryKey: [...CLAIMS, id], queryFn: () => askClaim(id) });
}

export function usePolicy(id: string | undefined) {
  return useQuery({
    queryKey: ["policies", id, "of claim"],
    queryFn: () => answer(api.GET("/api/policies/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: Boolean(id),
  });
}

async function all<T>(ask: (cursor: string | undefined) => Promise<{ items: T[]; next?: string | null }>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answered = await ask(cursor);
    found.push(...answered.items);
    cursor = answered.next ?? undefined;
    if (!cursor) break;
  }
  return found;
}

/** Who can be given claims. */
export function useAssignees() {
  return useQuery({
    queryKey: ["assignees"],
    queryFn: () => all<Assignee>((cursor) => answer(api.GET("/api/assignees", { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }))),
    staleTime: 60_000,
  });
}

/** The products, to filter by. */
export function useProducts() {
  return useQuery({
    queryKey: ["products", "all"],
    queryFn: () => all((cursor) => answer(api.GET("/api/products", { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } }))),
    staleTime: 60_000,
  });
}

/** Says that a claim changed: claims, the policy's limits and the figures of the start page are asked for anew. */
export function useClaimsChanged(): () => Promise<void> {
  const known = useQueryClient();
  return async () => {
    await Promise.all([CLAIMS, ["policies"], ["figures"]].map((queryKey) => known.invalidateQueries({ queryKey })));
  };
}
