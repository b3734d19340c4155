// Asks the API for the claims that a list wants.
import { answer, api } from "~/api/client";
import type { PageOf } from "~/list/records";
import type { ClaimItem } from "../ask";
import { type Question, read, written } from "./questions";

const PAGE = 50;
/** How many short pages are put together at once: the API's are bounded by what it looks at, and a state may have few claims. */
const HOPS = 8;

/** A page of the claims that are wanted; `text` searches for a policy's number or a policyholder. */
export async function askPage(asked: Question[], text: string, place: string | undefined): Promise<PageOf<ClaimItem> & { isComplete: boolean }> {
  let { question, cursor } = read(place);
  const items: ClaimItem[] = [];
  for (let hop = 1; ; hop += 1) {
    const page = await askOne(asked[question] ?? {}, text, cursor);
    items.push(...page.items);
    const isLast = !page.next && question + 1 >= asked.length;
    const next = isLast ? null : page.next ? written(question, page.next) : written(question + 1, "");
    if (items.length >= PAGE || !next || hop >= HOPS) return { items, next, isComplete: page.isComplete };
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
