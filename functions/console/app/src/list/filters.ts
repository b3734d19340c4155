// The filters of a list, kept in the address so that it can be returned to and handed on. Never anything personal: what is searched
// for by a name stays in the page.
import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** `[filters, set]`: what the address says, and a change of some of it (`undefined` takes it out). */
export function useFilters<K extends string>(names: readonly K[]) {
  const [parameters, setParameters] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, parameters.get(name) || undefined])) as Record<K, string | undefined>;
  const set = useCallback(
    (change: Partial<Record<K, string | undefined>>) => {
      setParameters(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(change) as [K, string | undefined][]) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: true },
      );
    },
    [setParameters],
  );
  return [filters, set] as const;
}
