// The filters of a list, kept in the address so that it can be returned to and handed on. Never anything personal: what is searched
// for by a name stays in the page.
import { useCallback, useEffect, useRef } from "react";
import { useSearchParams } from "react-router";

/** `[filters, set]`: what the address says, and a change of some of it (`undefined` takes it out). */
export function useFilters<K extends string>(names: readonly K[]) {
  const [parameters, setParameters] = useSearchParams();
  // Two changes right after each other: the second goes on from the first, though the address doesn't say so yet.
  const latest = useRef(parameters);
  useEffect(() => {
    latest.current = parameters;
  }, [parameters]);
  const filters = Object.fromEntries(names.map((name) => [name, parameters.get(name) || undefined])) as Record<K, string | undefined>;
  const set = useCallback(
    (change: Partial<Record<K, string | undefined>>) => {
      const after = new URLSearchParams(latest.current);
      for (const [name, value] of Object.entries(change) as [K, string | undefined][]) {
        if (value) after.set(name, value);
        else after.delete(name);
      }
      latest.current = after;
      setParameters(after, { replace: true });
    },
    [setParameters],
  );
  return [filters, set] as const;
}
