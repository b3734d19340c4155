// Which reasons an assessor can find, and what is sent of them.
import type { components } from "~/api/schema";
import type { Cause, ExclusionReason } from "../names";

type Terms = Pick<components["schemas"]["ProductTerms"], "exclusions" | "waiting_days">;

/** Reasons that hold under every product. */
const ALWAYS: readonly ExclusionReason[] = ["pre_existing", "duplicate", "statute_barred"];

/** The reasons that the API takes for a line: not those that dates and terms tell by themselves, and only what the product leaves out. */
export function findableReasons(terms: Terms, cause: Cause): ExclusionReason[] {
  const waiting: ExclusionReason[] = terms.waiting_days > 0 && cause === "illness" ? ["waiting_period"] : [];
  return [...ALWAYS, ...waiting, ...terms.exclusions];
}

/** What was found, by the lines' numbers from 1. */
export const findingsOf = (found: Record<number, ExclusionReason>): { line: number; reason: ExclusionReason }[] =>
  Object.entries(found).map(([line, reason]) => ({ line: Number(line), reason }));
