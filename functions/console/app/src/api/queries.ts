// How answers are kept: fresh for a few seconds, asked for anew when one comes back to the window.
import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "./problem";

const FRESH_MILLISECONDS = 10_000;
const TRIES = 2;

export const queries = new QueryClient({
  defaultOptions: {
    // Without a network what is asked for fails and says so, instead of waiting behind an outline for it to come back.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      refetchOnReconnect: true,
      staleTime: FRESH_MILLISECONDS,
      throwOnError: false,
      retry: (count, error) => asProblem(error).isPassing && asProblem(error).status !== 429 && count < TRIES,
    },
  },
});
