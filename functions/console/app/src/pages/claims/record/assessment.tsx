// The assessment, step by step: from the statement to the amount, in words and in tables.
import { Base, Heading, Section, Stack, Table, Td, Text, Th } from "smarthr-ui";
import { Part } from "~/show/facts";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import type { Policy } from "../ask";
import { exact } from "./exact";
import { Occasions } from "./occasions";
import { type Assessment, type CareAssessment, type CareStep, careSteps, isHeldByYear, split, type YearAssessment } from "./reckoning";

const text = words({
  heading: { ja: "査定の内訳", en: "How the amount came about" },
  statement: { ja: "請求額{claimed}のうち、対象は{covered}、対象外は{excluded}です。対象外の理由は診療明細の各行に示しています。", en: "Of {claimed} claimed, {covered} are covered and {excluded} excluded. Each line of the statement says why." },
  step: { ja: "手順", en: "Step" },
  how: { ja: "計算", en: "Reckoning" },
  amount: { ja: "金額", en: "Amount" },
  eligible: { ja: "対象額", en: "Covered amount" },
  deductible: { ja: "免責金額", en: "Deductible" },
  rate: { ja: "補償割合", en: "Rate" },
  cap: { ja: "1日・1回の限度額", en: "Cap" },
  limit: { ja: "年間の限度日数・回数", en: "Days or times a year" },
  rounding: { ja: "端数処理", en: "Rounding" },
  pays: { ja: "{care}の保険金", en: "Paid ({care})" },
  eligibleHow: { ja: "対象となる{care}{times}{unit}分の合計", en: "the sum of what is covered on {isTimes, select, yes {{times, plural, one {# time} other {# times}}} other {{times, plural, one {# day} other {# days}}}}" },
  deductibleHow: { ja: "1{unit}につき{each}（その{unit}の額まで）を{times}{unit}分、あわせて{taken}を差し引き", en: "less {each} each (at most its amount) for {isTimes, select, yes {{times, plural, one {# time} other {# times}}} other {{times, plural, one {# day} other {# days}}}}, {taken} in all" },
  rateHow: { ja: "× {percent}%", en: "× {percent}%" },
  capReached: { ja: "1{unit}につき{each}まで（限度額を超えた分を除く）", en: "at most {each} for each; what is above it is left out" },
  capKept: { ja: "1{unit}につき{each}まで（超えていません）", en: "at most {each} for each; none is above it" },
  limitOver: { ja: "年間{perYear}{unit}のうち残り{left}{unit}。{counted}{unit}分を支払い、{over}{unit}分は限度を超過", en: "{left} of {isTimes, select, yes {{perYear, plural, one {# time} other {# times}}} other {{perYear, plural, one {# day} other {# days}}}} a year left: {counted} paid, {over} beyond the limit" },
  limitKept: { ja: "年間{perYear}{unit}のうち残り{left}{unit}。{counted}{unit}分を支払い", en: "{left} of {isTimes, select, yes {{perYear, plural, one {# time} other {# times}}} other {{perYear, plural, one {# day} other {# days}}}} a year left: {counted} paid" },
  roundingHow: { ja: "1円未満を切り捨て", en: "rounded down to the yen" },
  day: { ja: "日", en: "day" },
  time: { ja: "回", en: "time" },
  sum: { ja: "診療区分の合計", en: "All kinds of care" },
  yearly: { ja: "年間限度額", en: "Yearly amount" },
  yearlyHeld: { ja: "年間{all}のうち残り{left}までのお支払い", en: "{left} of {all} a year were left, so that much is paid" },
  yearlyKept: { ja: "年間{all}のうち残り{left}（超えていません）", en: "{left} of {all} a year were left; it isn't reached" },
  yearPays: { ja: "この年度の保険金", en: "Paid for the year" },
  total: { ja: "支払う保険金の合計", en: "Paid in all" },
  nothing: { ja: "対象となる明細がないため、保険金は0円です。", en: "No line is covered, so nothing is paid." },
});

export function AssessmentPart({ assessment, policy }: { assessment: Assessment; policy: Policy | undefined }) {
  const t = useText(text);
  const { yen } = useFormat();
  const { covered, excluded } = split(assessment);
  return (
    <Part title={t("heading")}>
      <Base padding={1.25}>
        <Stack gap={1.5}>
          <Text>{t("statement", { claimed: yen(assessment.claimed_yen), covered: yen(covered), excluded: yen(excluded) })}</Text>
          {assessment.years.length === 0 && <Text>{t("nothing")}</Text>}
          {assessment.years.map((year) => (
            <Year key={year.policy_year} year={year} policy={policy} />
          ))}
          <div className="grand-total">
            <Text weight="bold">{t("total")}</Text>
            <Text weight="bold" size="XL">{yen(assessment.total_yen)}</Text>
          </div>
        </Stack>
      </Base>
    </Part>
  );
}

function Year({ year, policy }: { year: YearAssessment; policy: Policy | undefined }) {
  const t = useText(text);
  const { yen, policyYear } = useFormat();
  const title = policyYear(year.policy_year, policy?.years.find((one) => one.policy_year === year.policy_year));
  const limit = year.yearly_amount_yen;
  const yearly = { all: yen(limit ?? 0), left: yen(year.yearly_remaining_yen ?? 0) };
  return (
    <Section>
      <Stack gap={1}>
        <Heading type="subBlockTitle">{title}</Heading>
        {year.cares.map((care) => <Care key={care.care} care={care} />)}
        <div className="scroll" tabIndex={0} role="region" aria-label={title}>
          <Table aria-label={title} className="reckoning">
            <tbody>
              <tr><Td>{t("sum")}</Td><Td>{year.cares.map((care) => yen(care.amount_yen)).join(" + ")}</Td><Td align="right">{yen(year.before_yearly_yen)}</Td></tr>
              {typeof limit === "number" && (
                <tr><Td>{t("yearly")}</Td><Td>{t(isHeldByYear(year) ? "yearlyHeld" : "yearlyKept", yearly)}</Td><Td align="right">{yen(year.amount_yen)}</Td></tr>
              )}
              <tr className="total"><Td colSpan={2}>{t("yearPays")}</Td><Td align="right"><Text weight="bold">{yen(year.amount_yen)}</Text></Td></tr>
            </tbody>
          </Table>
        </div>
      </Stack>
    </Section>
  );
}

function Care({ care }: { care: CareAssessment }) {
  const t = useText(text);
  const locale = useLocale();
  const name = useName()(cares, care.care);
  const { yen } = useFormat();
  const said = useStep(care);
  return (
    <Stack gap={0.5}>
      <div className="scroll" tabIndex={0} role="region" aria-label={name}>
        <Table aria-label={name} className="reckoning">
          <thead>
            <tr><Th>{name}</Th><Th>{t("how")}</Th><Th align="right">{t("amount")}</Th></tr>
          </thead>
          <tbody>
            {careSteps(care).map((step) => (
              <tr key={step.kind}><Td>{t(step.kind)}</Td><Td>{said(step)}</Td><Td align="right">{exact(step.after, locale)}</Td></tr>
            ))}
            <tr className="total"><Td colSpan={2}>{t("pays", { care: name })}</Td><Td align="right"><Text weight="bold">{yen(care.amount_yen)}</Text></Td></tr>
          </tbody>
        </Table>
      </div>
      <Occasions care={care} />
    </Stack>
  );
}

function useStep(care: CareAssessment): (step: CareStep) => string {
  const t = useText(text);
  const locale = useLocale();
  const name = useName()(cares, care.care);
  const { yen } = useFormat();
  const isTimes = care.care === "operation" ? "yes" : "no";
  const unit = t(isTimes === "yes" ? "time" : "day");
  return (step) => {
    switch (step.kind) {
      case "eligible":
        return t("eligibleHow", { care: name, times: step.times, unit, isTimes });
      case "deductible":
        return t("deductibleHow", { each: yen(step.each), times: step.times, taken: exact(step.taken, locale), unit, isTimes });
      case "rate":
        return t("rateHow", { percent: step.percent });
      case "cap":
        return t(step.isReached ? "capReached" : "capKept", { each: yen(step.each), unit, isTimes });
      case "limit":
        return t(step.over > 0 ? "limitOver" : "limitKept", { perYear: step.perYear, left: step.left, counted: step.counted, over: step.over, unit, isTimes });
      case "rounding":
        return t("roundingHow");
    }
  };
}
