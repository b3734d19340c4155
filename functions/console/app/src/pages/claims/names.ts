// What the field's own values are called that claims alone have: lines of a statement, reasons.
import type { components } from "~/api/schema";
import type { Names } from "~/text/names";

type Schemas = components["schemas"];
export type ClaimState = Schemas["ClaimState"];
export type Care = Schemas["Care"];
export type Cause = Schemas["Cause"];
export type LineCategory = Schemas["LineCategory"];
export type ExclusionReason = Schemas["ExclusionReason"];
export type RejectionReason = Schemas["RejectionReason"];

export const lineCategories: Names<LineCategory> = {
  treatment: { ja: "診療", en: "Treatment" },
  vaccine: { ja: "予防接種", en: "Vaccine" },
  checkup: { ja: "健康診断", en: "Check-up" },
  neuter: { ja: "避妊・去勢", en: "Neutering" },
  pregnancy: { ja: "妊娠・出産", en: "Pregnancy" },
  supplement: { ja: "サプリメント", en: "Supplement" },
};

export const exclusionReasons: Names<ExclusionReason> = {
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

export const rejectionReasons: Names<RejectionReason> = {
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
