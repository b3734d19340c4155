// Which claims a list shows: what the address says, as questions to the API.
import { dueBefore } from "../due";
import type { ClaimState } from "../names";

/** States that are looked at together, as the start page counts them. */
export const groups = {
  to_assess: ["submitted", "under_assessment", "reopened"],
  to_pay: ["approved", "payment_failed"],
} as const satisfies Record<string, readonly ClaimState[]>;

export const FILTERS = ["state", "label", "assignee", "product", "due", "policy", "order"] as const;
export type Filters = Record<(typeof FILTERS)[number], string | undefined>;

/** One question: a single list of the API, since it takes one state at a time. */
export interface Question {
  state?: ClaimState;
  label?: string;
  assignee?: string;
  product?: string;
  policy?: string;
  due_before?: string;
  order?: "newest" | "due";
}

/** The questions whose answers, one after the other, are what the filters want. `me` stands for one's own account in the address. */
export function questions(filters: Filters, me: string, today: string, isSearch: boolean): Question[] {
  const { state, label, assignee, product, policy, due, order } = filters;
  const before = dueBefore(due, today);
  const shared: Question = {
    ...(label && { label }),
    ...(assignee && { assignee: assignee === "me" ? me : assignee }),
    ...(product && { product }),
    ...(policy && { policy }),
    ...(before && { due_before: before }),
    // A search comes in one order, the newest first.
    ...(!isSearch && (order === "due" || order === "newest") && { order }),
  };
  const states: readonly ClaimState[] = state && state in groups ? groups[state as keyof typeof groups] : state ? [state as ClaimState] : [];
  return states.length === 0 ? [shared] : states.map((one) => ({ ...shared, state: one }));
}

/** Where a list goes on: the question, and the cursor within its answer. */
export const written = (question: number, cursor: string): string => `${question} ${cursor}`;
export function read(place: string | undefined): { question: number; cursor: string | undefined } {
  const [question = "0", cursor] = (place ?? "").split(" ");
  return { question: Number(question) || 0, cursor: cursor || undefined };
}
