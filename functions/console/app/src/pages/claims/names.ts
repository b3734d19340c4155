// What the field's own values are called: states, causes, kinds of care, reasons.
import type { components } from "~/api/schema";
import { type Said, useLocale } from "~/text/text";

type Schemas = components["schemas"];
export type ClaimState = Schemas["ClaimState"];
export type Care = Schemas["Care"];
export type Cause = Schemas["Cause"];
export type LineCategory = Schemas["LineCategory"];
export type ExclusionReason = Schemas["ExclusionReason"];
export type RejectionReason = Schemas["RejectionReason"];
export type BankAccountKind = Schemas["BankAccountKind"];

export const stateNames: Record<ClaimState, Said> = {
  draft: { ja: "下書き", en: "Draft" },
  submitted: { ja: "受付", en: "Submitted" },
  under_assessment: { ja: "査定中", en: "Under assessment" },
  assessed: { ja: "査定済", en: "Assessed" },
  returned: { ja: "差戻し", en: "Returned" },
  approved: { ja: "承認済", en: "Approved" },
  rejected: { ja: "不承認", en: "Rejected" },
  paid: { ja: "支払済", en: "Paid" },
  payment_failed: { ja: "支払不能", en: "Payment failed" },
  withdrawn: { ja: "取下げ", en: "Withdrawn" },
  reopened: { ja: "再査定", en: "Reopened" },
};

export const causeNames: Record<Cause, Said> = {
  illness: { ja: "病気", en: "Illness" },
  injury: { ja: "けが", en: "Injury" },
};

export const careNames: Record<Care, Said> = {
  visit: { ja: "通院", en: "Visit" },
  stay: { ja: "入院", en: "Stay" },
  operation: { ja: "手術", en: "Operation" },
};

export const categoryNames: Record<LineCategory, Said> = {
  treatment: { ja: "診療", en: "Treatment" },
  vaccine: { ja: "予防接種", en: "Vaccine" },
  checkup: { ja: "健康診断", en: "Check-up" },
  neuter: { ja: "避妊・去勢", en: "Neutering" },
  pregnancy: { ja: "妊娠・出産", en: "Pregnancy" },
  supplement: { ja: "サプリメント", en: "Supplement" },
};

export const exclusionNames: Record<ExclusionReason, Said> = {
  vaccine: { ja: "予防接種", en: "Vaccination" },
  checkup: { ja: "健康診断", en: "Check-up" },
  neuter: { ja: "避妊・去勢", en: "Neutering" },
  pregnancy: { ja: "妊娠・出産", en: "Pregnancy or birth" },
  supplement: { ja: "サプリメント・健康食品", en: "Supplement" },
  pre_existing: { ja: "既往症（契約前の発症）", en: "Pre-existing condition" },
  congenital: { ja: "先天性異常", en: "Congenital disorder" },
  outside_period: { ja: "保険期間外", en: "Outside the policy period" },
  waiting_period: { ja: "待機期間中", en: "In the waiting period" },
  duplicate: { ja: "重複", en: "Duplicate" },
  statute_barred: { ja: "消滅時効（3年）", en: "Barred after three years" },
  kind_not_covered: { ja: "補償対象外の診療区分", en: "Kind of care not covered" },
};

export const rejectionNames: Record<RejectionReason, Said> = {
  not_covered: { ja: "補償対象外", en: "Not covered" },
  pre_existing: { ja: "既往症（契約前の発症）", en: "Pre-existing condition" },
  outside_period: { ja: "保険期間外", en: "Outside the policy period" },
  waiting_period: { ja: "待機期間中", en: "In the waiting period" },
  duplicate: { ja: "重複請求", en: "Claimed before" },
  statute_barred: { ja: "消滅時効（3年）", en: "Barred after three years" },
  below_deductible: { ja: "免責金額以下", en: "Below the deductible" },
  limits_used_up: { ja: "支払限度到達", en: "Limits used up" },
  disclosure_breach: { ja: "告知義務違反", en: "Breach of the duty of disclosure" },
  intent_or_gross_negligence: { ja: "故意・重過失", en: "Intent or gross negligence" },
  papers_insufficient: { ja: "書類不備", en: "Papers insufficient" },
  other: { ja: "その他", en: "Other" },
};

export const accountKindNames: Record<BankAccountKind, Said> = {
  ordinary: { ja: "普通", en: "Ordinary" },
  current: { ja: "当座", en: "Current" },
  savings: { ja: "貯蓄", en: "Savings" },
};

/** `const state = useNames(stateNames)`, then `state("paid")`. */
export function useNames<K extends string>(names: Record<K, Said>): (of: K) => string {
  const locale = useLocale();
  return (of) => names[of]?.[locale] ?? of;
}

/** The same as choices of a field. */
export function useOptions<K extends string>(names: Record<K, Said>): { value: K; label: string }[] {
  const name = useNames(names);
  return (Object.keys(names) as K[]).map((value) => ({ value, label: name(value) }));
}
