// How policies stand in lists.
import { Link } from "react-router";
import type { Column } from "~/list/records";
import { LabelTags } from "~/show/labels";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { PolicyItem } from "./queries";

const text = words({
  number: { ja: "証券番号", en: "Policy number" },
  policyholder: { ja: "契約者", en: "Policyholder" },
  animal: { ja: "動物", en: "Animal" },
  product: { ja: "商品", en: "Product" },
  period: { ja: "保険期間", en: "Period" },
  labels: { ja: "ラベル", en: "Labels" },
});

/** The columns that are wanted, in this order. */
export function usePolicyColumns(wanted: (keyof typeof text)[]): Column<PolicyItem>[] {
  const t = useText(text);
  const { period } = useFormat();
  const shown: Record<keyof typeof text, Column<PolicyItem>["show"]> = {
    number: (one) => <Link to={`/policies/${one.id}`}>{one.number}</Link>,
    policyholder: (one) => <Link to={`/policyholders/${one.policyholder}`}>{one.policyholder_name}</Link>,
    animal: (one) => <Link to={`/animals/${one.animal}`}>{one.animal_name}</Link>,
    product: (one) => one.product_name,
    period: (one) => period(one.period.start_date, one.period.end_date),
    labels: (one) => <LabelTags ids={one.labels} />,
  };
  return wanted.map((key) => ({ key, title: t(key), show: shown[key] }));
}
