// Policyholders, as they are asked for.
import { useQuery } from "@tanstack/react-query";
import { answer, api, versioned } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";
import { whatIs } from "./searching";

export type Policyholder = components["schemas"]["PolicyholderView"];
export type PolicyholderItem = components["schemas"]["PolicyholderItem"];

/** Under which all of them are kept; the claims' and labels' parts rely on it, too. */
export const POLICYHOLDERS = "policyholders";

const one = (id: string) => versioned(api.GET("/api/policyholders/{id}", { params: { path: { id } } }));

/** A policyholder with its version. */
export const usePolicyholder = (id: string, isAsked = true) => useQuery({ queryKey: [POLICYHOLDERS, id], queryFn: () => one(id), enabled: isAsked });

/** Reads it anew. */
export const readPolicyholder = one;

/** Those with a label and what is searched for, page by page. */
export function usePolicyholders(label: string | undefined, searched: string) {
  const wanted = whatIs(searched);
  const isWrong = wanted !== undefined && "wrong" in wanted;
  return useRecords<PolicyholderItem>(
    [POLICYHOLDERS, "list", label, searched],
    (cursor) => {
      const page = { ...(label && { label }), ...(cursor && { cursor }) };
      if (wanted && !isWrong) return answer(api.POST("/api/policyholders/search", { body: { ...wanted, ...page } }));
      return answer(api.GET("/api/policyholders", { params: { query: page } }));
    },
    !isWrong,
  );
}
