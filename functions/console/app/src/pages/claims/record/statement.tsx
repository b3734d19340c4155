// The statement's lines, each with what the assessment made of it.
import { Base, StatusLabel, Table, Td, Text, Th } from "smarthr-ui";
import { Part } from "~/show/facts";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import type { Claim } from "../ask";
import { exclusionReasons, lineCategories } from "../names";
import { exact } from "./exact";
import type { Assessment } from "./reckoning";

const text = words({
  heading: { ja: "診療明細", en: "Statement" },
  number: { ja: "行", en: "Line" },
  day: { ja: "診療日", en: "Day" },
  care: { ja: "診療区分", en: "Care" },
  days: { ja: "{care} {days}日間", en: "{care}, {days, plural, one {# day} other {# days}}" },
  category: { ja: "内容区分", en: "Category" },
  item: { ja: "項目", en: "Item" },
  amount: { ja: "金額", en: "Amount" },
  verdict: { ja: "査定", en: "Assessment" },
  covered: { ja: "対象", en: "Covered" },
  partly_covered: { ja: "一部対象", en: "Partly covered" },
  excluded: { ja: "対象外", en: "Excluded" },
  eligible: { ja: "対象額 {amount}", en: "{amount} covered" },
  why: { ja: "{reason}（{source}）", en: "{reason} ({source})" },
  whyDays: { ja: "{days} {reason}（{source}）", en: "{days}: {reason} ({source})" },
  rule: { ja: "約款・日付による判定", en: "by terms and dates" },
  assessor: { ja: "査定者の判断", en: "the assessor's finding" },
  total: { ja: "合計", en: "Total" },
  none: { ja: "明細はまだ入力されていません。", en: "No lines were entered yet." },
});

type Line = Assessment["lines"][number];

export function StatementPart({ claim }: { claim: Claim }) {
  const t = useText(text);
  const name = useName();
  const { yen, shortDay } = useFormat();
  const { assessment } = claim;
  if (claim.lines.length === 0) return <Part title={t("heading")}><Text>{t("none")}</Text></Part>;
  return (
    <Part title={t("heading")}>
      <Base overflow="auto" className="records statement" tabIndex={0} role="region" aria-label={t("heading")}>
        <Table aria-label={t("heading")}>
          <thead>
            <tr>
              <Th>{t("number")}</Th><Th>{t("day")}</Th><Th>{t("care")}</Th><Th>{t("category")}</Th><Th>{t("item")}</Th>
              <Th align="right">{t("amount")}</Th>
              {assessment && <Th>{t("verdict")}</Th>}
            </tr>
          </thead>
          <tbody>
            {claim.lines.map((line, at) => (
              <tr key={at}>
                <Td data-title={t("number")}>{at + 1}</Td>
                <Td data-title={t("day")} className="day">{shortDay(line.treated_on)}</Td>
                <Td data-title={t("care")}>{line.stay_days ? t("days", { care: name(cares, line.care), days: line.stay_days }) : name(cares, line.care)}</Td>
                <Td data-title={t("category")}>{name(lineCategories, line.category)}</Td>
                <Td data-title={t("item")}>{line.item}</Td>
                <Td data-title={t("amount")} align="right" className="yen">{yen(line.amount_yen)}</Td>
                {assessment && <Td data-title={t("verdict")}><Verdict line={assessment.lines[at]} /></Td>}
              </tr>
            ))}
            <tr className="total">
              <Td colSpan={5} data-title={t("total")} className="total-name">{t("total")}</Td>
              <Td align="right" data-title={t("total")} className="yen"><Text weight="bold">{yen(claim.claimed_yen)}</Text></Td>
              {assessment && <Td className="total-rest" />}
            </tr>
          </tbody>
        </Table>
      </Base>
    </Part>
  );
}

const looks = { covered: "green", partly_covered: "warning", excluded: "red" } as const;

/** What became of a line: covered or not, and why not. */
export function Verdict({ line }: { line: Line | undefined }) {
  const t = useText(text);
  const name = useName();
  const locale = useLocale();
  const { period } = useFormat();
  if (!line) return null;
  return (
    <span className="verdict">
      <StatusLabel type={looks[line.verdict]}>{t(line.verdict)}</StatusLabel>
      {line.verdict === "partly_covered" && <Text size="S">{t("eligible", { amount: exact(line.eligible, locale) })}</Text>}
      {(line.exclusions ?? []).map((exclusion) => {
        const said = { reason: name(exclusionReasons, exclusion.reason), source: t(exclusion.source), days: period(exclusion.from, exclusion.through) };
        return <Text key={exclusion.from + exclusion.reason} size="S">{t(line.verdict === "partly_covered" ? "whyDays" : "why", said)}</Text>;
      })}
    </span>
  );
}
