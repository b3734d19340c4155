// The limits of each policy year: what approved claims used, and what is left.
import { Base, Table, Td, Text, Th } from "smarthr-ui";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Policy } from "./queries";

const text = words({
  name: { ja: "支払限度の使用状況", en: "Use of limits" },
  year: { ja: "保険年度", en: "Policy year" },
  amount: { ja: "支払額", en: "Amount" },
  visit: { ja: "通院日数", en: "Visit days" },
  stay: { ja: "入院日数", en: "Stay days" },
  operation: { ja: "手術回数", en: "Operations" },
  days: { ja: "{used}日", en: "{used}" },
  times: { ja: "{used}回", en: "{used}" },
  left: { ja: "残り {left}", en: "{left} left" },
  uncovered: { ja: "補償しない", en: "not covered" },
  free: { ja: "限度なし", en: "no limit" },
  about: { ja: "承認済の請求で使われた分です。「残り」は、その年度にまだ支払える分です。", en: "What approved claims used; “left” is what can still be paid in that year." },
});

type Care = keyof Policy["terms"]["care"];

export function Limits({ policy }: { policy: Policy }) {
  const t = useText(text);
  const { yen, policyYear } = useFormat();
  const left = (value: number | null | undefined, said: (value: number) => string) => (value === null || value === undefined ? t("free") : t("left", { left: said(value) }));
  const leftOf = (kind: Care, value: number | null | undefined, said: (value: number) => string) => (policy.terms.care[kind] ? left(value, said) : t("uncovered"));
  const days = (value: number) => t("days", { used: value });
  const times = (value: number) => t("times", { used: value });
  return (
    <>
      <Base overflow="auto" className="records">
        <Table aria-label={t("name")}>
          <thead>
            <tr>
              <Th>{t("year")}</Th>
              <Th align="right">{t("amount")}</Th>
              <Th align="right">{t("visit")}</Th>
              <Th align="right">{t("stay")}</Th>
              <Th align="right">{t("operation")}</Th>
            </tr>
          </thead>
          <tbody>
            {policy.years.map(({ policy_year, start_date, end_date, used, remaining }) => (
              <tr key={policy_year}>
                <Td data-title={t("year")} className="records-long">{policyYear(policy_year, { start_date, end_date })}</Td>
                <Used title={t("amount")} used={yen(used.amount_yen)} left={left(remaining.amount_yen, yen)} />
                <Used title={t("visit")} used={days(used.visit_days)} left={leftOf("visit", remaining.visit_days, days)} />
                <Used title={t("stay")} used={days(used.stay_days)} left={leftOf("stay", remaining.stay_days, days)} />
                <Used title={t("operation")} used={times(used.operations)} left={leftOf("operation", remaining.operations, times)} />
              </tr>
            ))}
          </tbody>
        </Table>
      </Base>
      <Text size="S" color="TEXT_GREY">{t("about")}</Text>
    </>
  );
}

function Used({ title, used, left }: { title: string; used: string; left: string }) {
  return (
    <Td align="right" data-title={title}>
      <span>
        {used}
        <br />
        <Text size="S" color="TEXT_GREY">{left}</Text>
      </span>
    </Td>
  );
}
