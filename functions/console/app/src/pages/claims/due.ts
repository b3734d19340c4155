// The due day of a payout (支払期限), as lists ask for it.
import { addDays } from "~/text/format";
import type { ClaimState } from "./names";

/** How many days ahead a claim counts as due soon, as the API's `work.due_soon` has it. */
export const SOON_DAYS = 7;

/** States in which the insurer is to act, so that the due day runs. */
const RUNNING: readonly ClaimState[] = ["submitted", "under_assessment", "assessed", "approved", "payment_failed", "reopened"];

/** Whether the due day has passed while the insurer is still to act. */
export const isOverdue = (claim: { state: ClaimState; due_on?: string | null }, today: string): boolean =>
  Boolean(claim.due_on) && RUNNING.includes(claim.state) && (claim.due_on ?? "") < today;

/** What the address says of due days (`overdue`, `soon`, or a last day), as the first day that isn't wanted any more. */
export function dueBefore(said: string | undefined, today: string): string | undefined {
  if (said === "overdue") return today;
  if (said === "soon") return addDays(today, SOON_DAYS + 1);
  return said && /^\d{4}-\d{2}-\d{2}$/.test(said) ? addDays(said, 1) : undefined;
}
