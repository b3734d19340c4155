// Policies and their premiums, as they are asked for.
import { useQuery } from "@tanstack/react-query";
import { answer, api, versioned } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";

export type Policy = components["schemas"]["PolicyView"];
export type PolicyItem = components["schemas"]["PolicyItem"];
export type Premium = components["schemas"]["PremiumView"];

/** Under which all of them are kept. */
export const POLICIES = "policies";

/** Reads a policy with its version. */
export const readPolicy = (id: string) => versioned(api.GET("/api/policies/{id}", { params: { path: { id } } }));

/** A policy with its version. */
export const usePolicy = (id: string, isAsked = true) => useQuery({ queryKey: [POLICIES, id], queryFn: () => readPolicy(id), enabled: isAsked });

interface Wanted {
  policyholder?: string | undefined;
  animal?: string | undefined;
  label?: string | undefined;
  /** 証券番号, whole. */
  number?: string | undefined;
}

/** Policies of a policyholder or animal, with a label, or by their number. */
export function usePolicies(wanted: Wanted) {
  const { number, ...filters } = wanted;
  const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
  return useRecords<PolicyItem>([POLICIES, "list", wanted], (cursor) => {
    const page = { ...kept, ...(cursor && { cursor }) };
    if (number) return answer(api.POST("/api/policies/search", { body: { ...page, number } }));
    return answer(api.GET("/api/policies", { params: { query: page } }));
  });
}

/** A policy's premiums, latest first. */
export const usePremiums = (policy: string) =>
  useRecords<Premium>([POLICIES, policy, "premiums"], (cursor) => answer(api.GET("/api/premiums", { params: { query: { policy, ...(cursor && { cursor }) } } })));
