// Days that follow from others: the end of a year's policy, the day of a premium.
import type { components } from "~/api/schema";
import { addDays } from "~/text/format";

type Plan = components["schemas"]["PremiumPlan"];

const written = (year: number, month: number, day: number): string => `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** A day so many months later; on the last day of a shorter month. */
export function addMonths(text: string, months: number): string {
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  const whole = year * 12 + month - 1 + months;
  const [laterYear, laterMonth] = [Math.floor(whole / 12), (whole % 12) + 1];
  const lastDay = new Date(Date.UTC(laterYear, laterMonth, 0)).getUTCDate();
  return written(laterYear, laterMonth, Math.min(day, lastDay));
}

/** The last day of a policy of one year. A year from 29 February ends on 28 February, as the next begins on 1 March (民法143条). */
export const yearLater = (start: string): string => (start.endsWith("-02-29") ? addMonths(start, 12) : addDays(addMonths(start, 12), -1));

/** The day on which a plan's premium is due, counted from 0. */
export const dueOn = (plan: Plan, number: number): string => addMonths(plan.first_due_on, number * (plan.cadence === "monthly" ? 1 : 12));
