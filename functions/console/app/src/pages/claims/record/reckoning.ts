// How each yen of an assessment came about, step by step, in the order of the rules: what the page says in words and in a table.
import type { components } from "~/api/schema";
import { type Amount, isSame } from "./exact";

export type Assessment = components["schemas"]["Assessment"];
export type YearAssessment = components["schemas"]["YearAssessment"];
export type CareAssessment = components["schemas"]["CareAssessment"];

/** A step of the computation for one kind of care, and the amount after it. */
export type CareStep =
  | { kind: "eligible"; after: Amount; times: number }
  | { kind: "deductible"; after: Amount; each: number; taken: Amount; times: number }
  | { kind: "rate"; after: Amount; percent: number }
  | { kind: "cap"; after: Amount; each: number; isReached: boolean }
  | { kind: "limit"; after: Amount; perYear: number; left: number; counted: number; over: number }
  | { kind: "rounding"; after: Amount };

/** The steps of a kind of care: the deductible, cap and limit only where the terms have one, rounding only where it cuts something off. */
export function careSteps(care: CareAssessment): CareStep[] {
  const steps: CareStep[] = [{ kind: "eligible", after: care.eligible, times: care.times }];
  if (care.deductible_each_yen > 0) {
    steps.push({ kind: "deductible", after: care.after_deductible, each: care.deductible_each_yen, taken: care.deductible, times: care.times });
  }
  steps.push({ kind: "rate", after: care.before_cap, percent: care.coverage_rate_percent });
  if (typeof care.cap_each_yen === "number") {
    steps.push({ kind: "cap", after: care.after_cap, each: care.cap_each_yen, isReached: !isSame(care.before_cap, care.after_cap) });
  }
  if (typeof care.limit_per_year === "number") {
    steps.push({ kind: "limit", after: care.counted, perYear: care.limit_per_year, left: care.remaining ?? care.limit_per_year, counted: care.times_counted, over: care.times_over_limit });
  }
  if (care.counted.fraction) steps.push({ kind: "rounding", after: { yen: care.amount_yen } });
  return steps;
}

/** Whether the yearly limit leaves less than the kinds of care come to. */
export const isHeldByYear = (year: YearAssessment): boolean => year.amount_yen < year.before_yearly_yen;

/** The covered and the excluded part of the statement, in yen as they are shown. */
export function split(assessment: Assessment): { covered: number; excluded: number } {
  const whole = assessment.lines.reduce((sum, line) => sum + line.eligible.yen, 0);
  return { covered: whole, excluded: assessment.claimed_yen - whole };
}
