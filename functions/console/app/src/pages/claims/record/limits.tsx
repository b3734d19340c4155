// The policy's limits: used by approved claims and left, year by year.
import type { UseQueryResult } from "@tanstack/react-query";
import { Base, Table, Td, Th, Text } from "smarthr-ui";
import { Part } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import type { Claim, Policy } from "../ask";

const text = words({
  heading: { ja: "支払限度の使用状況", en: "Limits" },
  about: { ja: "承認済みの請求で使った分です。", en: "What approved claims used." },
  later: { ja: "この請求は、承認されると加わります。", en: "This claim is added once it is approved." },
  within: { ja: "この請求の分も含まれています。", en: "This claim is among them." },
  before: { ja: "この請求の、前回の決定の分も含まれています。", en: "What this claim used by the decision before is among it." },
  year: { ja: "保険年度", en: "Policy year" },
  left: { ja: "残り {left}", en: "{left} left" },
  used: { ja: "{used} 使用", en: "{used} used" },
  unlimited: { ja: "限度なし", en: "No limit" },
  uncovered: { ja: "補償対象外", en: "Not covered" },
  days: { ja: "{count}日", en: "{count, plural, one {# day} other {# days}}" },
  times: { ja: "{count}回", en: "{count, plural, one {# time} other {# times}}" },
  amount: { ja: "年間の保険金", en: "Amount a year" },
});

export function LimitsPart({ claim, found }: { claim: Claim; found: UseQueryResult<Policy> }) {
  const t = useText(text);
  return (
    <Part title={t("heading")}>
      <Loaded found={found} rows={2}>{(policy) => <Limits claim={claim} policy={policy} />}</Loaded>
    </Part>
  );
}

function Limits({ claim, policy }: { claim: Claim; policy: Policy }) {
  const t = useText(text);
  const name = useName();
  const { policyYear, yen } = useFormat();
  const of = (used: string, left: string | undefined) => (
    <span className="limit">
      <Text>{left === undefined ? t("unlimited") : t("left", { left })}</Text>
      <Text size="S" color="TEXT_GREY">{t("used", { used })}</Text>
    </span>
  );
  const counted = (unit: "days" | "times", used: number, left: number | null | undefined) =>
    of(t(unit, { count: used }), typeof left === "number" ? t(unit, { count: left }) : undefined);
  const { visit, stay, operation } = policy.terms.care;
  const part = partOf(claim);
  return (
    <>
      <Text size="S" color="TEXT_GREY">{t("about")}{part && t(part)}</Text>
      <Base overflow="auto" className="records statement" tabIndex={0} role="region" aria-label={t("heading")}>
        <Table aria-label={t("heading")}>
          <thead>
            <tr><Th>{t("year")}</Th><Th>{name(cares, "visit")}</Th><Th>{name(cares, "stay")}</Th><Th>{name(cares, "operation")}</Th><Th>{t("amount")}</Th></tr>
          </thead>
          <tbody>
            {policy.years.map(({ policy_year, start_date, end_date, used, remaining }) => (
              <tr key={policy_year}>
                <Td data-title={t("year")} className="records-long">{policyYear(policy_year, { start_date, end_date })}</Td>
                <Td data-title={name(cares, "visit")}>{visit ? counted("days", used.visit_days, remaining.visit_days) : t("uncovered")}</Td>
                <Td data-title={name(cares, "stay")}>{stay ? counted("days", used.stay_days, remaining.stay_days) : t("uncovered")}</Td>
                <Td data-title={name(cares, "operation")}>{operation ? counted("times", used.operations, remaining.operations) : t("uncovered")}</Td>
                <Td data-title={t("amount")}>{of(yen(used.amount_yen), typeof remaining.amount_yen === "number" ? yen(remaining.amount_yen) : undefined)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Base>
    </>
  );
}

// What of the claim is in the table.
function partOf({ state, was_settled }: Claim): "later" | "within" | "before" | undefined {
  if (state === "rejected" || state === "withdrawn") return undefined;
  if (state === "approved" || state === "payment_failed" || state === "paid") return "within";
  return was_settled ? "before" : "later";
}
