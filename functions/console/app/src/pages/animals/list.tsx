// Animals: found by name and by label.
import { Text } from "smarthr-ui";
import { useFilters } from "~/list/filters";
import { ListHead } from "~/list/head";
import { Records } from "~/list/records";
import { useSearched } from "~/list/search";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { useAnimalColumns } from "./columns";
import { useAnimals } from "./queries";

const text = words({
  title: { ja: "動物", en: "Animals" },
  search: { ja: "名前で探す", en: "Find by name" },
  searchHelp: { ja: "先頭の数文字でも探せます。ひらがなとカタカナは区別しません。", en: "The first characters will do; hiragana and katakana are alike." },
  none: { ja: "動物はまだ登録されていません。契約者のページから登録できます。", en: "There are no animals yet. They are made on their policyholder's page." },
  notFound: { ja: "条件に合う動物は見つかりませんでした。文字を減らすか、ラベルの条件を外してください。", en: "None fits. Try fewer characters, or take the label away." },
});

export function AnimalList() {
  const t = useText(text);
  const [filters, set] = useFilters(["label"]);
  const [searched, search] = useSearched("animals");
  const found = useAnimals({ label: filters.label, name: searched || undefined });
  const isNarrowed = Boolean(filters.label || searched);
  const columns = useAnimalColumns();
  return (
    <Page title={t("title")}>
      <ListHead label={t("search")} help={t("searchHelp")} searched={searched} search={search} chosenLabel={filters.label} chooseLabel={(label) => set({ label })} />
      <Records found={found} columns={columns} idOf={(one) => one.id} name={t("title")} empty={<Text>{t(isNarrowed ? "notFound" : "none")}</Text>} />
    </Page>
  );
}
