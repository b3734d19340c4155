// Each day or operation of a kind of care: how its share came about. Closed until somebody wants to see it.
import { Stack, Table, Td, Th, DisclosureContent, DisclosureTrigger, Button } from "smarthr-ui";
import { useId } from "react";
import { useFormat } from "~/text/format";
import { useLocale, useText, words } from "~/text/text";
import { exact } from "./exact";
import type { CareAssessment } from "./reckoning";

const text = words({
  open: { ja: "1日・1回ごとの計算", en: "Each day or time" },
  name: { ja: "1日・1回ごとの計算", en: "Each day or time" },
  day: { ja: "日", en: "Day" },
  lines: { ja: "明細の行", en: "Lines" },
  eligible: { ja: "対象額", en: "Covered" },
  deductible: { ja: "免責", en: "Deductible" },
  share: { ja: "補償割合後", en: "Share" },
  capped: { ja: "限度額後", en: "Under the cap" },
  outcome: { ja: "結果", en: "Result" },
  counted: { ja: "支払対象", en: "Paid" },
  over_limit: { ja: "限度超過", en: "Beyond the limit" },
  nothing_payable: { ja: "免責金額以下", en: "Below the deductible" },
  several: { ja: "{days}（{times}日、各日の額）", en: "{days} ({times} days, each)" },
});

export function Occasions({ care }: { care: CareAssessment }) {
  const t = useText(text);
  const locale = useLocale();
  const { period, shortDay } = useFormat();
  const id = useId();
  if (care.occasions.length === 0) return null;
  return (
    <Stack gap={0.5}>
      <div>
        <DisclosureTrigger targetId={id}><Button size="s" variant="text">{t("open")}</Button></DisclosureTrigger>
      </div>
      <DisclosureContent id={id}>
        <div className="scroll records" tabIndex={0} role="region" aria-label={t("name")}>
          <Table aria-label={t("name")}>
            <thead>
              <tr>
                <Th>{t("day")}</Th><Th>{t("lines")}</Th><Th align="right">{t("eligible")}</Th><Th align="right">{t("deductible")}</Th>
                <Th align="right">{t("share")}</Th><Th align="right">{t("capped")}</Th><Th>{t("outcome")}</Th>
              </tr>
            </thead>
            <tbody>
              {care.occasions.map((run) => (
                <tr key={`${run.from} ${run.lines.join(" ")}`}>
                  <Td data-title={t("day")}>{run.times > 1 ? t("several", { days: period(run.from, run.through), times: run.times }) : shortDay(run.from)}</Td>
                  <Td data-title={t("lines")}>{run.lines.join(", ")}</Td>
                  <Td data-title={t("eligible")} align="right">{exact(run.eligible, locale)}</Td>
                  <Td data-title={t("deductible")} align="right">{exact(run.deductible, locale)}</Td>
                  <Td data-title={t("share")} align="right">{exact(run.before_cap, locale)}</Td>
                  <Td data-title={t("capped")} align="right">{exact(run.after_cap, locale)}</Td>
                  <Td data-title={t("outcome")}>{t(run.outcome)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      </DisclosureContent>
    </Stack>
  );
}
