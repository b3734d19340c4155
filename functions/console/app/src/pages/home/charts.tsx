// The charts. Each has its figures in a table as well: for screen readers, and for whoever wants the exact ones.
import { Base, Heading, Section, Stack, Table, Td, Text, Th } from "smarthr-ui";
import { Bar, BarChart, CartesianGrid, LabelList, Legend, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { ReactElement } from "react";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Figures } from "./ask";

const text = words({
  claims: { ja: "受付件数と支払件数の推移", en: "Claims received and paid" },
  days: { ja: "平均支払日数の推移", en: "Days to payment" },
  loss: { ja: "商品別の損害率", en: "Loss ratio by product" },
  table: { ja: "表で見る", en: "As a table" },
  month: { ja: "月", en: "Month" },
  product: { ja: "商品", en: "Product" },
  noProduct: { ja: "商品の記録なし", en: "No product recorded" },
  received: { ja: "受付件数", en: "Received" },
  paid: { ja: "支払件数", en: "Paid" },
  paidYen: { ja: "支払保険金", en: "Paid" },
  premium: { ja: "収入保険料", en: "Premiums" },
  average: { ja: "平均支払日数", en: "Days to payment" },
  ratio: { ja: "損害率", en: "Loss ratio" },
  none: { ja: "－", en: "–" },
  noPremiums: { ja: "この月は収入保険料がないため、損害率を計算できません。支払保険金は表にあります。", en: "No premiums were charged in this month, so there is no ratio. What was paid stands in the table." },
  noFigures: { ja: "この月の支払・保険料はまだありません。", en: "Nothing was paid or charged in this month yet." },
});

// Dark enough on white to be told from it and from each other, also by who sees no colours.
const FIRST = "#0077c7";
const SECOND = "#8a5a00";
const HEIGHT = 220;
const ROW = 44;
const AXIS = { fontSize: 12, fill: "#23221e" };

interface FramedProps {
  title: string;
  chart: ReactElement | false;
  /** Said where there is nothing to draw. */
  instead?: string;
  heads: string[];
  rows: { key: string; cells: string[] }[];
  height?: number;
}

function Framed({ title, chart, instead, heads, rows, height = HEIGHT }: FramedProps) {
  const t = useText(text);
  return (
    <Base padding={1.25} className="chart">
      <Section>
        <Stack gap={0.75}>
          <Heading type="subBlockTitle">{title}</Heading>
          {chart ? (
            <div aria-hidden="true">
              <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 320, height }}>{chart}</ResponsiveContainer>
            </div>
          ) : <Text>{instead}</Text>}
          <details>
            <summary>{t("table")}</summary>
            <div className="chart-table">
              <Table aria-label={title}>
                <thead><tr>{heads.map((head, at) => <Th key={head} align={at === 0 ? "left" : "right"}>{head}</Th>)}</tr></thead>
                <tbody>
                  {rows.map(({ key, cells }) => <tr key={key}>{cells.map((cell, at) => <Td key={heads[at]} align={at === 0 ? "left" : "right"}>{cell}</Td>)}</tr>)}
                </tbody>
              </Table>
            </div>
          </details>
        </Stack>
      </Section>
    </Base>
  );
}

export function ClaimsChart({ figures }: { figures: Figures[] }) {
  const t = useText(text);
  const { month } = useFormat();
  const data = figures.map((one) => ({ month: month(one.month), received: one.claims_received, paid: one.claims_paid }));
  const chart = (
    <BarChart data={data} accessibilityLayer={false} margin={{ top: 16, right: 8, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="#d6d3d0" />
      <XAxis dataKey="month" tick={AXIS} />
      <YAxis allowDecimals={false} width={40} tick={AXIS} />
      <Legend />
      <Bar dataKey="received" name={t("received")} fill={FIRST} isAnimationActive={false}><LabelList position="top" style={AXIS} /></Bar>
      <Bar dataKey="paid" name={t("paid")} fill={SECOND} isAnimationActive={false}><LabelList position="top" style={AXIS} /></Bar>
    </BarChart>
  );
  const rows = data.map((one) => ({ key: one.month, cells: [one.month, String(one.received), String(one.paid)] }));
  return <Framed title={t("claims")} chart={chart} heads={[t("month"), t("received"), t("paid")]} rows={rows} />;
}

export function DaysChart({ figures }: { figures: Figures[] }) {
  const t = useText(text);
  const { month } = useFormat();
  const data = figures.map((one) => ({ month: month(one.month), days: one.average_days_to_payment ?? null }));
  const chart = (
    <LineChart data={data} accessibilityLayer={false} margin={{ top: 24, right: 24, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="#d6d3d0" />
      <XAxis dataKey="month" tick={AXIS} />
      <YAxis width={40} tick={AXIS} domain={[0, "auto"]} />
      <Line dataKey="days" name={t("average")} stroke={FIRST} strokeWidth={2} connectNulls isAnimationActive={false}><LabelList position="top" style={AXIS} /></Line>
    </LineChart>
  );
  const rows = data.map((one) => ({ key: one.month, cells: [one.month, one.days === null ? t("none") : one.days.toFixed(1)] }));
  return <Framed title={t("days")} chart={chart} heads={[t("month"), t("average")]} rows={rows} />;
}

export function LossChart({ figures }: { figures: Figures }) {
  const t = useText(text);
  const { yen } = useFormat();
  if (figures.products.length === 0) return <Text>{t("noFigures")}</Text>;
  const data = figures.products.map(({ product, name, sums }) => ({ key: product ?? "", name: name ?? t("noProduct"), ratio: sums.loss_ratio_percent ?? null, sums }));
  const hasRatio = data.some((one) => one.ratio !== null);
  const percent = (ratio: number | null) => (ratio === null ? t("none") : `${ratio.toFixed(1)}%`);
  const chart = hasRatio && (
    <BarChart data={data} layout="vertical" accessibilityLayer={false} margin={{ top: 0, right: 56, bottom: 0, left: 0 }}>
      <XAxis type="number" unit="%" tick={AXIS} domain={[0, (most: number) => Math.max(100, Math.ceil(most / 10) * 10)]} />
      <YAxis type="category" dataKey="name" width={110} tick={AXIS} />
      <Bar dataKey="ratio" name={t("ratio")} fill={FIRST} isAnimationActive={false} barSize={18}>
        <LabelList position="right" style={AXIS} formatter={(ratio) => (typeof ratio === "number" ? percent(ratio) : "")} />
      </Bar>
    </BarChart>
  );
  const rows = data.map((one) => ({ key: one.key, cells: [one.name, yen(one.sums.premium_yen), yen(one.sums.paid_yen), percent(one.ratio)] }));
  return <Framed title={t("loss")} chart={chart} instead={t("noPremiums")} heads={[t("product"), t("premium"), t("paidYen"), t("ratio")]} rows={rows} height={ROW * data.length + 40} />;
}
