// The terms of a product as a form has them, and as the API takes them.
import { wholeNumber } from "~/form/entered";
import { cares } from "~/text/names";
import type { Exclusion, Terms } from "./queries";

/** The months of grace of a product that says nothing else. */
export const USUAL_GRACE_MONTHS = 1;

export type Care = keyof typeof cares;
export const careKinds = Object.keys(cares) as Care[];

interface CareEntered {
  isCovered: boolean;
  cap_yen: string;
  limit_per_year: string;
}

/** The names are the API's paths, so that what it refuses is shown at its field. */
export interface Entered {
  terms: {
    name: string;
    coverage_rate_percent: string;
    deductible_yen: string;
    waiting_days: string;
    yearly_amount_yen: string;
    premium: { grace_months: string };
    care: Record<Care, CareEntered>;
    exclusions: Exclusion[];
  };
}

const figure = (value: number | null | undefined): string => (value === null || value === undefined ? "" : String(value));

/** The values of the form; those of a new product are what most have. */
export function entered(terms?: Terms): Entered {
  const care = (kind: Care): CareEntered => {
    const of = terms?.care[kind];
    return { isCovered: terms ? Boolean(of) : true, cap_yen: figure(of?.cap_yen), limit_per_year: figure(of?.limit_per_year) };
  };
  return {
    terms: {
      name: terms?.name ?? "",
      coverage_rate_percent: figure(terms?.coverage_rate_percent),
      deductible_yen: figure(terms?.deductible_yen ?? 0),
      waiting_days: figure(terms?.waiting_days ?? 30),
      yearly_amount_yen: figure(terms?.yearly_amount_yen),
      premium: { grace_months: figure(terms?.premium?.grace_months ?? USUAL_GRACE_MONTHS) },
      care: { visit: care("visit"), stay: care("stay"), operation: care("operation") },
      exclusions: terms ? (terms.exclusions ?? []) : ["vaccine", "checkup", "neuter", "pregnancy", "supplement"],
    },
  };
}

/** What was entered, as the API takes it. */
export function termsOf({ terms }: Entered): Terms {
  const care = (kind: Care) => {
    const { isCovered, cap_yen, limit_per_year } = terms.care[kind];
    return isCovered ? { cap_yen: wholeNumber(cap_yen) ?? null, limit_per_year: wholeNumber(limit_per_year) ?? null } : null;
  };
  return {
    name: terms.name.trim(),
    coverage_rate_percent: wholeNumber(terms.coverage_rate_percent) ?? 0,
    deductible_yen: wholeNumber(terms.deductible_yen) ?? 0,
    waiting_days: wholeNumber(terms.waiting_days) ?? 0,
    yearly_amount_yen: wholeNumber(terms.yearly_amount_yen) ?? null,
    premium: { grace_months: wholeNumber(terms.premium.grace_months) ?? 0 },
    care: { visit: care("visit"), stay: care("stay"), operation: care("operation") },
    exclusions: terms.exclusions,
  };
}

/** What a visit of 20,000 yen would be paid by these terms, as long as no limit is reached; `undefined` while they aren't whole. */
export function exampleOf(values: Entered, amount: number): { share: number; paid: number } | undefined {
  const terms = termsOf(values);
  if (!terms.care.visit || terms.coverage_rate_percent < 1 || terms.coverage_rate_percent > 100) return undefined;
  const share = Math.floor((Math.max(amount - terms.deductible_yen, 0) * terms.coverage_rate_percent) / 100);
  return { share, paid: Math.min(share, terms.care.visit.cap_yen ?? share) };
}
