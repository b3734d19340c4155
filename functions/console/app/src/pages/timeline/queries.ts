// The organization's timeline, its seals and the people on it, as they are asked for.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";
import type { Entry } from "./proof";

type Seal = components["schemas"]["Seal"];
type Event = components["schemas"]["Event"];
type Kind = components["schemas"]["Kind"];

export interface Wanted {
  from: string;
  to: string;
  person?: string | undefined;
  operation?: string | undefined;
  record_kind?: string | undefined;
  record?: string | undefined;
}

const PAGE = 20;
/** How many pages are asked for by themselves while nothing was found: a filter may leave little of a long period. */
const EMPTY_PAGES = 6;

/** What happened, newest first. */
export function useTimeline({ from, to, person, operation, record_kind, record }: Wanted, isAsked: boolean) {
  const query = {
    from, to, limit: PAGE,
    ...(person && { person }),
    ...(operation && { operation: operation as Event }),
    ...(record_kind && { record_kind: record_kind as Kind }),
    ...(record && { record }),
  };
  const found = useRecords<Entry>(["timeline", query], (cursor) => answer(api.GET("/api/timeline", { params: { query: { ...query, ...(cursor && { cursor }) } } })), isAsked);
  const { data, hasNextPage, isFetching, fetchNextPage } = found;
  const isEmpty = data?.pages.every((page) => page.items.length === 0) ?? false;
  const mayGoOn = isEmpty && hasNextPage && !isFetching && (data?.pages.length ?? 0) < EMPTY_PAGES;
  useEffect(() => {
    if (mayGoOn) void fetchNextPage();
  }, [mayGoOn, fetchNextPage]);
  return found;
}

const SEALS = 100;

/** The latest seals, newest first: enough for four days of one an hour. */
export const useSeals = () =>
  useQuery({
    queryKey: ["timeline-seals"],
    queryFn: () => answer(api.GET("/api/timeline/seals", { params: { query: { limit: SEALS } } })),
    select: (found): Seal[] => found.items.map((signed) => signed.seal),
    staleTime: 60_000,
  });

/** The key that seals are signed with. */
export const publicKey = () => answer(api.GET("/api/timeline/public-key"));
