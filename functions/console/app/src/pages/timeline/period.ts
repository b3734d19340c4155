// The period that the timeline is looked at for.
import { addDays } from "~/text/format";

/** The longest period that the API takes. */
export const DAYS_MOST = 92;
const DAYS_USUAL = 7;
const DAY_MILLISECONDS = 86_400_000;

/** What is looked at where no period is chosen: the last week. */
export const usualPeriod = (today: string): { from: string; to: string } => ({ from: addDays(today, 1 - DAYS_USUAL), to: today });

/** What is wrong with a period: it ends before it begins, or is longer than can be asked for. */
export function wrongPeriod(from: string, to: string): "order" | "length" | undefined {
  if (to < from) return "order";
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MILLISECONDS + 1;
  return days > DAYS_MOST ? "length" : undefined;
}
