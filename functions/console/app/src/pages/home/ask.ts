// The figures of a month, and how much work waits.
import { useQueries, useQuery } from "@tanstack/react-query";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";

export type Figures = components["schemas"]["Figures"];
export type WorkCount = components["schemas"]["WorkCount"];

const PAST_MILLISECONDS = 15 * 60_000;

const ofMonth = (month: string, isPast: boolean) => ({
  queryKey: ["figures", month],
  queryFn: () => answer(api.GET("/api/figures", { params: { query: { month } } })),
  // What a past month holds changes seldom.
  ...(isPast && { staleTime: PAST_MILLISECONDS }),
});

export const useMonth = (month: string, present: string) => useQuery(ofMonth(month, month < present));

/** Several months, in their order. */
export function useMonths(months: readonly string[], present: string) {
  return useQueries({
    queries: months.map((month) => ofMonth(month, month < present)),
    combine: (found) => ({
      figures: found.flatMap((one) => one.data ?? []),
      isPending: found.some((one) => one.isPending),
      error: found.find((one) => one.isError)?.error,
      refetch: () => found.forEach((one) => one.isError && void one.refetch()),
    }),
  });
}
