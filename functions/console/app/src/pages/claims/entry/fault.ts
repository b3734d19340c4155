// What is wrong with a field, before the API has to say so. The codes have their words in the form.
import { wholeNumber } from "~/form/entered";
import { addDays } from "~/text/format";
import type { EnteredLine } from "./values";

export type Fault = "missing" | "day" | "future" | "early" | "amount" | "days_missing" | "days_range" | "days_future" | "long";

const ITEM_LENGTH = 200;
const AMOUNT_MAXIMUM = 999_999_999_999;
const STAY_DAYS_MAXIMUM = 366;
const FIRST_DAY = "1900-01-01";

export function dayFault(entered: string, today: string): Fault | undefined {
  if (!entered) return "missing";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(entered)) return "day";
  if (entered < FIRST_DAY) return "early";
  return entered > today ? "future" : undefined;
}

export function amountFault(entered: string): Fault | undefined {
  if (!entered.trim()) return "missing";
  const amount = wholeNumber(entered);
  return amount === undefined || amount > AMOUNT_MAXIMUM ? "amount" : undefined;
}

export function stayFault({ care, stay_days, treated_on }: Pick<EnteredLine, "care" | "stay_days" | "treated_on">, today: string): Fault | undefined {
  if (care !== "stay") return undefined;
  if (!stay_days.trim()) return "days_missing";
  const days = wholeNumber(stay_days);
  if (days === undefined || days < 1 || days > STAY_DAYS_MAXIMUM) return "days_range";
  return !dayFault(treated_on, today) && addDays(treated_on, days - 1) > today ? "days_future" : undefined;
}

export function itemFault(entered: string): Fault | undefined {
  if (!entered.trim()) return "missing";
  return [...entered.trim()].length > ITEM_LENGTH ? "long" : undefined;
}
