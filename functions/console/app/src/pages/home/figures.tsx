// The figures of a month, as charts and as tables.
import { Base, Button, Cluster, InformationPanel, Stack, Text } from "smarthr-ui";
import { lazy } from "react";
import { useFilters } from "~/list/filters";
import { Failure } from "~/show/failure";
import { Part } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { WaitingRows } from "~/show/waiting";
import { WhenSeen } from "~/show/when-seen";
import { dayInJapan, useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { type Figures, useMonth, useMonths } from "./ask";
import { addMonths, monthOf, monthsUntil } from "./months";

const text = words({
  heading: { ja: "{month}の実績", en: "Figures of {month}" },
  before: { ja: "前の月", en: "The month before" },
  after: { ja: "次の月", en: "The month after" },
  present: { ja: "今月", en: "This month" },
  received: { ja: "受付件数", en: "Claims received" },
  paid: { ja: "支払件数", en: "Claims paid" },
  paidYen: { ja: "支払保険金", en: "Paid" },
  days: { ja: "平均支払日数", en: "Days to payment" },
  daysOf: { ja: "{days}日", en: "{days} days" },
  loss: { ja: "損害率", en: "Loss ratio" },
  count: { ja: "{count}件", en: "{count}" },
  none: { ja: "－", en: "–" },
  lossAbout: { ja: "損害率は、支払保険金 ÷ 収入保険料（リトン・ペイド・ベーシス）です。返還を受けた保険金は差し引いていません。平均支払日数は、受付日から支払日までの日数です。", en: "The loss ratio is what was paid over the premiums charged; what claimants gave back isn't taken off. Days run from receipt to payment." },
  partlyTitle: { ja: "集計の途中までの数字です", en: "These figures aren't complete" },
  partly: { ja: "件数が多いため、各2万件までを集計しました。", en: "There are many records; 20,000 of each kind were added up." },
});

const MONTHS = 6;

// The library of charts is larger than all the rest of the page.
const ClaimsChart = lazy(async () => ({ default: (await import("./charts")).ClaimsChart }));
const DaysChart = lazy(async () => ({ default: (await import("./charts")).DaysChart }));
const LossChart = lazy(async () => ({ default: (await import("./charts")).LossChart }));

export function FiguresPart() {
  const t = useText(text);
  const format = useFormat();
  const present = dayInJapan().slice(0, 7);
  const [filters, set] = useFilters(["month"]);
  const month = monthOf(filters.month, present);
  const found = useMonth(month, present);
  const go = (to: string) => set({ month: to === present ? undefined : to });
  const actions = (
    <>
      <Button size="s" onClick={() => go(addMonths(month, -1))}>{t("before")}</Button>
      <Button size="s" disabled={month >= present} onClick={() => go(addMonths(month, 1))}>{t("after")}</Button>
      {month < present && <Button size="s" variant="text" onClick={() => go(present)}>{t("present")}</Button>}
    </>
  );
  return (
    <Part title={t("heading", { month: format.month(month) })} actions={actions}>
      <Loaded found={found}>{(figures) => <Month figures={figures} />}</Loaded>
      {found.data && (
        <WhenSeen>
          <LossChart figures={found.data} />
          <Trend month={month} present={present} />
        </WhenSeen>
      )}
      <Text size="S" color="TEXT_GREY">{t("lossAbout")}</Text>
    </Part>
  );
}

function Month({ figures }: { figures: Figures }) {
  const t = useText(text);
  const { yen } = useFormat();
  const loss = figures.total.loss_ratio_percent;
  const days = figures.average_days_to_payment;
  const told = [
    [t("received"), t("count", { count: figures.claims_received })],
    [t("paid"), t("count", { count: figures.claims_paid })],
    [t("paidYen"), yen(figures.total.paid_yen)],
    [t("days"), typeof days === "number" ? t("daysOf", { days: days.toFixed(1) }) : t("none")],
    [t("loss"), typeof loss === "number" ? `${loss.toFixed(1)}%` : t("none")],
  ] as const;
  return (
    <Stack gap={1}>
      {!figures.is_complete && <InformationPanel type="warning" toggleable={false} title={t("partlyTitle")}><Text>{t("partly")}</Text></InformationPanel>}
      <dl className="figures">
        {told.map(([name, figure]) => (
          <Base key={name} padding={1}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </Base>
        ))}
      </dl>
    </Stack>
  );
}

function Trend({ month, present }: { month: string; present: string }) {
  const months = monthsUntil(month, MONTHS);
  const { figures, isPending, error, refetch } = useMonths(months, present);
  if (error) return <Failure error={error} retry={refetch} />;
  if (isPending) return <WaitingRows />;
  return (
    <Cluster gap={1} align="stretch" className="charts">
      <ClaimsChart figures={figures} />
      <DaysChart figures={figures} />
    </Cluster>
  );
}
