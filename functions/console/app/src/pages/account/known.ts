// One's own second factors.
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";

export type Factors = components["schemas"]["Factors"];
export type PasskeyView = components["schemas"]["PasskeyView"];

/** Under which they are kept among the answers. */
export const FACTORS = ["account", "factors"] as const;

export const useFactors = () => useQuery({ queryKey: FACTORS, queryFn: () => answer(api.GET("/api/me/second-factors")) });
