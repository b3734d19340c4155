// Which claims a list shows: what the address says, as questions to the API.
import { answer, api } from "~/api/client";
import type { PageOf } from "~/list/records";
import type { ClaimItem } from "../ask";
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

const PAGE = 50;
/** How many empty pages are gone over at once: the API's pages are bounded by what it looks at, and may be short. */
const HOPS = 8;

/** Where a list goes on: the question, and the cursor within its answer. */
export const written = (question: number, cursor: string): string => `${question} ${cursor}`;
export function read(place: string | undefined): { question: number; cursor: string | undefined } {
  const [question = "0", cursor] = (place ?? "").split(" ");
  return { question: Number(question) || 0, cursor: cursor || undefined };
}

/** A page of the claims that are wanted; `text` searches for a policy's number or a policyholder. */
export async function askPage(asked: Question[], text: string, place: string | undefined): Promise<PageOf<ClaimItem> & { isComplete: boolean }> {
  let { question, cursor } = read(place);
  for (let hop = 1; ; hop += 1) {
    const page = await askOne(asked[question] ?? {}, text, cursor);
    const isLast = !page.next && question + 1 >= asked.length;
    const next = isLast ? null : page.next ? written(question, page.next) : written(question + 1, "");
    if (page.items.length > 0 || !next || hop >= HOPS) return { items: page.items, next, isComplete: page.isComplete };
    ({ question, cursor } = read(next));
  }
}

async function askOne(question: Question, text: string, cursor: string | undefined) {
  if (!text) {
    const query = { ...question, limit: PAGE, ...(cursor && { cursor }) };
    return { ...(await answer(api.GET("/api/claims", { params: { query } }))), isComplete: true };
  }
  const { order: _, ...filters } = question;
  const body = { ...filters, text, limit: PAGE, ...(cursor && { cursor }) };
  const { items, next, is_complete } = await answer(api.POST("/api/claims/search", { body: body as never }));
  return { items, next, isComplete: is_complete };
}
