// Policies: found by number and by label.
import { Text } from "smarthr-ui";
import { useFilters } from "~/list/filters";
import { ListHead } from "~/list/head";
import { Records } from "~/list/records";
import { useSearched } from "~/list/search";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { usePolicyColumns } from "./columns";
import { usePolicies } from "./queries";

const text = words({
  title: { ja: "保険契約", en: "Policies" },
  search: { ja: "証券番号で探す", en: "Find by policy number" },
  searchHelp: { ja: "番号の全部を入力してください。全角・半角、大文字・小文字、ハイフンの有無は区別しません。", en: "Enter the whole number; width, case and hyphens don't matter." },
  none: { ja: "保険契約はまだ登録されていません。動物のページから登録できます。", en: "There are no policies yet. They are made on the animal's page." },
  notFound: { ja: "条件に合う保険契約は見つかりませんでした。番号の全部を入力したか確かめるか、ラベルの条件を外してください。", en: "None fits. Check that the number is whole, or take the label away." },
});

export function PolicyList() {
  const t = useText(text);
  const [filters, set] = useFilters(["label"]);
  const [searched, search] = useSearched("policies");
  const found = usePolicies({ label: filters.label, number: searched || undefined });
  const columns = usePolicyColumns(["number", "policyholder", "animal", "product", "period", "labels"]);
  const isNarrowed = Boolean(filters.label || searched);
  return (
    <Page title={t("title")}>
      <ListHead label={t("search")} help={t("searchHelp")} searched={searched} search={search} chosenLabel={filters.label} chooseLabel={(label) => set({ label })} />
      <Records found={found} columns={columns} idOf={(one) => one.id} name={t("title")} empty={<Text>{t(isNarrowed ? "notFound" : "none")}</Text>} />
    </Page>
  );
}
