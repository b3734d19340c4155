// What a product can leave out, in words that say what it means for a claim.
import type { Said } from "~/text/text";
import type { Exclusion } from "./queries";

/** Each with its name and what follows from it. */
export const exclusions: Record<Exclusion, { name: Said; about: Said }> = {
  vaccine: {
    name: { ja: "予防接種", en: "Vaccination" },
    about: { ja: "ワクチンなど、病気を予防するための費用を支払いません。", en: "Vaccines and other prevention aren't paid." },
  },
  checkup: {
    name: { ja: "健康診断", en: "Check-up" },
    about: { ja: "症状がないときの健康診断・検査の費用を支払いません。", en: "Examinations without a symptom aren't paid." },
  },
  neuter: {
    name: { ja: "避妊・去勢", en: "Neutering" },
    about: { ja: "避妊・去勢の手術と、それに伴う費用を支払いません。", en: "The operation and what comes with it aren't paid." },
  },
  pregnancy: {
    name: { ja: "妊娠・出産", en: "Pregnancy and birth" },
    about: { ja: "妊娠・出産に伴う診療の費用を支払いません。", en: "Treatment in pregnancy and birth isn't paid." },
  },
  supplement: {
    name: { ja: "サプリメント・健康食品", en: "Supplements" },
    about: { ja: "サプリメントや健康食品の費用を支払いません。", en: "Supplements and health food aren't paid." },
  },
  congenital: {
    name: { ja: "先天性異常", en: "Congenital disorders" },
    about: { ja: "生まれつきの異常による診療の費用を支払いません。明細からは分からないため、査定担当が判断します。", en: "Treatment of congenital disorders isn't paid. Statements don't tell: the assessor decides." },
  },
};

export const exclusionCodes = Object.keys(exclusions) as Exclusion[];
