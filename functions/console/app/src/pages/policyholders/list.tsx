// Policyholders: found by name, reading, phone or mail address, and by label.
import { Text } from "smarthr-ui";
import { Link } from "react-router";
import { useFilters } from "~/list/filters";
import { ListHead } from "~/list/head";
import { Go } from "~/show/go";
import { Records, type Column } from "~/list/records";
import { useSearched } from "~/list/search";
import { useMay } from "~/session/me";
import { LabelTags } from "~/show/labels";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { type PolicyholderItem, usePolicyholders } from "./queries";
import { whatIs } from "./searching";

const text = words({
  title: { ja: "契約者", en: "Policyholders" },
  enter: { ja: "契約者を登録", en: "New policyholder" },
  name: { ja: "氏名・名称", en: "Name" },
  kana: { ja: "カナ", en: "Reading" },
  phone: { ja: "電話番号", en: "Phone" },
  address: { ja: "住所", en: "Address" },
  labels: { ja: "ラベル", en: "Labels" },
  search: { ja: "氏名・カナ・電話番号・メールアドレスで探す", en: "Find by name, reading, phone or mail address" },
  searchHelp: { ja: "氏名とカナは先頭の数文字でも、電話番号とメールアドレスは全部を入力してください。", en: "The first characters of a name or reading will do; phones and mail addresses need to be whole." },
  wrong_phone: { ja: "電話番号は市外局番から全部を入力してください。", en: "Enter the whole phone number with its area code." },
  wrong_mail_address: { ja: "メールアドレスは全部を入力してください。", en: "Enter the whole mail address." },
  none: { ja: "契約者はまだ登録されていません。", en: "There are no policyholders yet." },
  notFound: { ja: "条件に合う契約者は見つかりませんでした。文字を減らすか、ラベルの条件を外してください。", en: "Nobody fits. Try fewer characters, or take the label away." },
});

export function PolicyholderList() {
  const t = useText(text);
  const may = useMay();
  const [filters, set] = useFilters(["label"]);
  const [searched, search] = useSearched("policyholders");
  const wanted = whatIs(searched);
  const wrong = wanted && "wrong" in wanted ? t(`wrong_${wanted.wrong}`) : undefined;
  const found = usePolicyholders(filters.label, searched);
  const enter = may("clerk") && <Go to="/policyholders/new" variant="primary">{t("enter")}</Go>;
  const isNarrowed = Boolean(filters.label || searched);
  const empty = isNarrowed ? <Text>{t("notFound")}</Text> : <><Text>{t("none")}</Text>{enter}</>;
  const columns = useColumns();
  return (
    <Page title={t("title")} actions={enter}>
      <ListHead label={t("search")} help={t("searchHelp")} searched={searched} search={search} wrong={wrong} chosenLabel={filters.label} chooseLabel={(label) => set({ label })} />
      {!wrong && <Records found={found} columns={columns} idOf={(one) => one.id} name={t("title")} empty={empty} />}
    </Page>
  );
}

function useColumns(): Column<PolicyholderItem>[] {
  const t = useText(text);
  return [
    { key: "name", title: t("name"), show: (one) => <Link to={`/policyholders/${one.id}`}>{one.name}</Link> },
    { key: "kana", title: t("kana"), show: (one) => one.kana },
    { key: "phone", title: t("phone"), show: (one) => one.phone },
    { key: "address", title: t("address"), show: (one) => one.address },
    { key: "labels", title: t("labels"), show: (one) => <LabelTags ids={one.labels} /> },
  ];
}
