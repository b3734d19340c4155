// A policy's premiums: how they are paid, each of them, and giving one back.
import { useQueryClient } from "@tanstack/react-query";
import { Base, Stack, StatusLabel, Text } from "smarthr-ui";
import type { ComponentProps } from "react";
import { Records, type Column } from "~/list/records";
import { useMay } from "~/session/me";
import { Fact, Facts, Part } from "~/show/facts";
import { useFormat } from "~/text/format";
import { cadences, chargeStates, declines, dunningSteps, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { dueOn } from "./period";
import { PlanButton } from "./plan";
import { type Policy, type Premium, POLICIES, usePremiums } from "./queries";
import { RefundButton } from "./refund";

const text = words({
  heading: { ja: "保険料", en: "Premiums" },
  noPlan: { ja: "払込方法が設定されていません。設定すると、払込期日に登録カードへ請求されます。", en: "No plan is set. Once it is, premiums are charged to the card on their days." },
  amount: { ja: "保険料", en: "Premium" },
  cadence: { ja: "払込回数", en: "Cadence" },
  first: { ja: "初回払込期日", en: "First due" },
  next: { ja: "次回払込期日", en: "Next due" },
  ended: { ja: "ありません", en: "None" },
  lapsed: { ja: "失効日", en: "Lapsed on" },
  none: { ja: "保険料の請求はまだありません。", en: "No premium was due yet." },
  due: { ja: "払込期日", en: "Due" },
  state: { ja: "状態", en: "State" },
  about: { ja: "経過", en: "What happened" },
  act: { ja: "操作", en: "Actions" },
  chargedAt: { ja: "{at}に収納", en: "Charged at {at}" },
  refunded: { ja: "{amount}を返金", en: "{amount} refunded" },
  retry: { ja: "{at}に再試行", en: "Tried again at {at}" },
  refundFailed: { ja: "返金できませんでした：{why}", en: "Not refunded: {why}" },
  givenUp: { ja: "{on}に請求を終了", en: "Given up on {on}" },
});

export function PremiumPart({ policy, version }: { policy: Policy; version: string | undefined }) {
  const t = useText(text);
  const may = useMay();
  const found = usePremiums(policy.id);
  const columns = useColumns(policy.id);
  const actions = may("clerk") && !policy.premium?.lapsed_on && <PlanButton policy={policy} version={version} />;
  return (
    <Part title={t("heading")} actions={actions}>
      <Stack gap={0.75}>
        {policy.premium ? <Plan policy={policy} premium={policy.premium} /> : <Base padding={1.25}><Text>{t("noPlan")}</Text></Base>}
        {policy.premium && <Records found={found} columns={columns} idOf={(one) => one.id} name={t("heading")} empty={t("none")} />}
      </Stack>
    </Part>
  );
}

function Plan({ policy, premium }: { policy: Policy; premium: NonNullable<Policy["premium"]> }) {
  const t = useText(text);
  const name = useName();
  const { yen, day } = useFormat();
  const next = dueOn(premium.plan, premium.next_number);
  const isOver = Boolean(premium.lapsed_on) || next > policy.period.end_date;
  return (
    <Facts columns={3}>
      <Fact term={t("amount")}>{yen(premium.plan.amount_yen)}</Fact>
      <Fact term={t("cadence")}>{name(cadences, premium.plan.cadence)}</Fact>
      <Fact term={t("first")}>{day(premium.plan.first_due_on)}</Fact>
      <Fact term={t("next")}>{isOver ? t("ended") : day(next)}</Fact>
      {premium.lapsed_on && <Fact term={t("lapsed")}>{day(premium.lapsed_on)}</Fact>}
    </Facts>
  );
}

const colours: Record<Premium["state"], ComponentProps<typeof StatusLabel>["type"]> = {
  intended: "grey", sent: "blue", unknown: "warning", charged: "green", failed: "red", refunding: "blue", refunded: "grey",
};

function useColumns(policy: string): Column<Premium>[] {
  const t = useText(text);
  const may = useMay();
  const name = useName();
  const { yen, day } = useFormat();
  const known = useQueryClient();
  const after = () => known.invalidateQueries({ queryKey: [POLICIES, policy] });
  const columns: Column<Premium>[] = [
    { key: "due", title: t("due"), show: (one) => day(one.due_on) },
    { key: "amount", title: t("amount"), align: "right", show: (one) => yen(one.amount_yen) },
    { key: "state", title: t("state"), show: (one) => <StatusLabel type={colours[one.state]}>{name(chargeStates, one.state)}</StatusLabel> },
    { key: "about", title: t("about"), show: (one) => <Course premium={one} /> },
  ];
  const refund: Column<Premium> = { key: "act", title: t("act"), show: (one) => one.state === "charged" && <RefundButton premium={one} after={after} /> };
  return may("approver") ? [...columns, refund] : columns;
}

function Course({ premium }: { premium: Premium }) {
  const t = useText(text);
  const name = useName();
  const { yen, day, moment } = useFormat();
  const said = [
    premium.charged_at && t("chargedAt", { at: moment(premium.charged_at) }),
    premium.refunded_yen > 0 && t("refunded", { amount: yen(premium.refunded_yen) }),
    premium.decline && name(declines, premium.decline),
    premium.refund_decline && t("refundFailed", { why: name(declines, premium.refund_decline) }),
    premium.told && name(dunningSteps, premium.told),
    premium.retry_at && t("retry", { at: moment(premium.retry_at) }),
    premium.given_up_on && t("givenUp", { on: day(premium.given_up_on) }),
  ].filter(Boolean);
  return <Text size="S">{said.join(" / ")}</Text>;
}
