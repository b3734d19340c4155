// Asks the API for the claims that a list wants.
import { answer, api } from "~/api/client";
import type { PageOf } from "~/list/records";
import type { ClaimItem } from "../ask";
import { type Question, read, written } from "./questions";

const PAGE = 50;
/** How many empty pages are gone over at once: the API's pages are bounded by what it looks at, and may be short. */
const HOPS = 8;

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
