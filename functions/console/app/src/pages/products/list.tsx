// Products and what each pays.
import { Text } from "smarthr-ui";
import { Link } from "react-router";
import { Records, type Column } from "~/list/records";
import { useMay } from "~/session/me";
import { Go } from "~/show/go";
import { Page } from "~/show/page";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { type Product, useProducts } from "./queries";

const text = words({
  title: { ja: "商品", en: "Products" },
  enter: { ja: "商品を登録", en: "New product" },
  name: { ja: "商品名", en: "Name" },
  rate: { ja: "補償割合", en: "Rate" },
  care: { ja: "補償する診療", en: "Covered care" },
  yearly: { ja: "年間限度額", en: "Yearly amount" },
  unlimited: { ja: "限度なし", en: "No limit" },
  waiting: { ja: "待機期間", en: "Waiting" },
  days: { ja: "{days}日", en: "{days, plural, one {# day} other {# days}}" },
  changed: { ja: "最終変更", en: "Changed" },
  none: { ja: "商品はまだ登録されていません。保険契約を登録するには、先に商品が必要です。", en: "There are no products yet. A policy needs one." },
  ask: { ja: "商品は組織管理者が登録します。", en: "Administrators make them." },
});

export function ProductList() {
  const t = useText(text);
  const may = useMay();
  const found = useProducts();
  const enter = may("administrator") && <Go to="/products/new" variant="primary">{t("enter")}</Go>;
  const empty = <><Text>{t("none")}</Text>{enter || <Text>{t("ask")}</Text>}</>;
  const columns = useColumns();
  return (
    <Page title={t("title")} actions={enter}>
      <Records found={found} columns={columns} idOf={(one) => one.id} name={t("title")} empty={empty} />
    </Page>
  );
}

function useColumns(): Column<Product>[] {
  const t = useText(text);
  const name = useName();
  const { beside, yen, moment } = useFormat();
  const covered = ({ terms }: Product) => beside((Object.keys(cares) as (keyof typeof cares)[]).filter((kind) => terms.care[kind]).map((kind) => name(cares, kind)));
  return [
    { key: "name", title: t("name"), show: (one) => <Link to={`/products/${one.id}`}>{one.terms.name}</Link> },
    { key: "rate", title: t("rate"), align: "right", show: (one) => `${one.terms.coverage_rate_percent}%` },
    { key: "care", title: t("care"), show: covered },
    { key: "yearly", title: t("yearly"), align: "right", show: (one) => (one.terms.yearly_amount_yen ? yen(one.terms.yearly_amount_yen) : t("unlimited")) },
    { key: "waiting", title: t("waiting"), align: "right", show: (one) => t("days", { days: one.terms.waiting_days }) },
    { key: "changed", title: t("changed"), show: (one) => moment(one.updated_at) },
  ];
}
