// The list of claims.
import { Checkbox, InformationPanel, Stack, Text } from "smarthr-ui";
import { useMemo, useState } from "react";
import { useFilters } from "~/list/filters";
import { Records, useRecords } from "~/list/records";
import { SearchBox, useSearched } from "~/list/search";
import { useMay, useMe } from "~/session/me";
import { Go } from "~/show/go";
import { Page } from "~/show/page";
import { dayInJapan } from "~/text/format";
import { useText, words } from "~/text/text";
import { type ClaimItem, CLAIMS } from "../ask";
import { Bulk } from "./bulk";
import { useColumns } from "./columns";
import { ClaimFilters } from "./filters";
import { FILTERS, questions } from "./questions";
import { askPage } from "./wanted";
import "../claims.css";

const text = words({
  title: { ja: "保険金請求", en: "Claims" },
  enter: { ja: "請求を登録", en: "Enter a claim" },
  search: { ja: "検索", en: "Search" },
  help: { ja: "証券番号、または契約者の氏名・カナ（前方一致）", en: "A policy's number, or a policyholder's name or reading (its beginning)" },
  empty: { ja: "保険金請求はまだありません。", en: "There are no claims yet." },
  emptyHelp: { ja: "「請求を登録」から、証券番号を選んで診療明細を入力します。", en: "“Enter a claim” begins with the policy and goes on to the statement." },
  none: { ja: "条件に合う請求はありません。条件を変えてお試しください。", en: "No claim fits. Try other filters." },
  choose: { ja: "選択", en: "Choose" },
  chooseOne: { ja: "{policy} {animal} を選択", en: "Choose {policy} {animal}" },
  chooseAll: { ja: "表示中のすべてを選択", en: "Choose all that are shown" },
  partlyTitle: { ja: "一部の契約者だけを調べました", en: "Only some policyholders were looked at" },
  partly: { ja: "同じ名前の契約者が多いため、新しい20人分を表示しています。氏名をもう少し長く入力してください。", en: "Many have this name; the newest 20 were looked at. Enter more of it." },
});

export function ClaimList() {
  const t = useText(text);
  const may = useMay();
  const me = useMe();
  const [filters, set] = useFilters(FILTERS);
  const [searched, search] = useSearched("claims");
  const columns = useColumns();
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const asked = questions(filters, me.id, dayInJapan(), Boolean(searched));
  const found = useRecords<ClaimItem>([...CLAIMS, "list", asked, searched], (cursor) => askPage(asked, searched, cursor));
  const records = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const chosen = records.filter((claim) => chosenIds.has(claim.id));
  const choose = (ids: string[], isOn: boolean) => {
    const next = new Set(chosenIds);
    for (const id of ids) isOn ? next.add(id) : next.delete(id);
    setChosenIds(next);
  };
  const isAsked = Boolean(searched) || Object.values(filters).some(Boolean);
  const isPartly = found.data?.pages.some((page) => "isComplete" in page && page.isComplete === false);
  const enter = <Go to="/claims/new" variant="primary">{t("enter")}</Go>;
  return (
    <Page title={t("title")} actions={may("clerk") && enter}>
      <Stack gap={1}>
        <SearchBox label={t("search")} help={t("help")} searched={searched} search={search} />
        <ClaimFilters filters={filters} set={set} isSearch={Boolean(searched)} columns={columns} />
      </Stack>
      {isPartly && <InformationPanel type="info" toggleable={false} title={t("partlyTitle")}><Text>{t("partly")}</Text></InformationPanel>}
      {chosen.length > 0 && <Bulk chosen={chosen} clear={() => setChosenIds(new Set())} />}
      <Records
        found={found}
        columns={columns.shown}
        idOf={(claim) => claim.id}
        name={t("title")}
        empty={isAsked ? t("none") : <><Text>{t("empty")}</Text>{may("clerk") && <><Text>{t("emptyHelp")}</Text>{enter}</>}</>}
        {...(may("clerk") && {
          choose: (claim: ClaimItem) => (
            <Checkbox
              aria-label={t("chooseOne", { policy: claim.names.policy_number, animal: claim.names.animal_name })}
              checked={chosenIds.has(claim.id)}
              onChange={(event) => choose([claim.id], event.target.checked)}
            >
              {t("choose")}
            </Checkbox>
          ),
          chooseAll: (
            <Checkbox
              aria-label={t("chooseAll")}
              checked={records.length > 0 && chosen.length === records.length}
              mixed={chosen.length > 0 && chosen.length < records.length}
              onChange={(event) => choose(records.map((claim) => claim.id), event.target.checked)}
            />
          ),
        })}
      />
    </Page>
  );
}
