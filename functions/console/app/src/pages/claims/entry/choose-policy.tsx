// A new claim begins with its policy: found by its number, or taken from what was begun and not yet saved.
import { useQuery } from "@tanstack/react-query";
import { Base, Button, Cluster, Stack, Text } from "smarthr-ui";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import { listDrafts } from "~/draft/database";
import { Records, useRecords } from "~/list/records";
import { SearchBox, useSearched } from "~/list/search";
import { useMe } from "~/session/me";
import { Part } from "~/show/facts";
import { Go } from "~/show/go";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { draftOf, NEW } from "./draft";

const text = words({
  heading: { ja: "保険契約を選ぶ", en: "Choose the policy" },
  number: { ja: "証券番号", en: "Policy number" },
  help: { ja: "全角・半角、ハイフンの有無は問いません。", en: "Width and hyphens don't matter." },
  policies: { ja: "保険契約", en: "Policies" },
  policyholder: { ja: "契約者", en: "Policyholder" },
  animal: { ja: "動物", en: "Animal" },
  product: { ja: "商品", en: "Product" },
  period: { ja: "保険期間", en: "Period" },
  act: { ja: "操作", en: "Choose" },
  choose: { ja: "この契約で請求を入力", en: "Claim on this policy" },
  none: { ja: "この証券番号の契約はありません。番号を確かめてください。", en: "There is no policy of this number." },
  policy: { ja: "契約を登録する", en: "Enter a policy" },
  begun: { ja: "入力途中の請求", en: "Begun and not yet saved" },
  begunAt: { ja: "{at} に入力", en: "entered {at}" },
  goOn: { ja: "{policy} の続きを入力", en: "Go on with {policy}" },
});

export function ChoosePolicy({ choose }: { choose: (policy: string) => void }) {
  const t = useText(text);
  const [searched, search] = useSearched("claim policy");
  return (
    <Stack gap={1.5}>
      <Begun />
      <Part title={t("heading")}>
        <SearchBox label={t("number")} help={t("help")} searched={searched} search={search} />
        {searched && <Found number={searched} choose={choose} />}
      </Part>
    </Stack>
  );
}

function Found({ number, choose }: { number: string; choose: (policy: string) => void }) {
  const t = useText(text);
  const format = useFormat();
  const found = useRecords(["policies", "search", number], (cursor) =>
    answer(api.POST("/api/policies/search", { body: { number, limit: 20, ...(cursor && { cursor }) } as never })),
  );
  return (
    <Records
      found={found}
      name={t("policies")}
      idOf={(policy) => policy.id}
      empty={<><Text>{t("none")}</Text><Go to="/policies/new">{t("policy")}</Go></>}
      columns={[
        { key: "number", title: t("number"), show: (policy) => <Link to={`/policies/${policy.id}`}>{policy.number}</Link> },
        { key: "policyholder", title: t("policyholder"), show: (policy) => policy.policyholder_name },
        { key: "animal", title: t("animal"), show: (policy) => policy.animal_name },
        { key: "product", title: t("product"), show: (policy) => policy.product_name },
        { key: "period", title: t("period"), show: ({ period }) => format.period(period.start_date, period.end_date) },
        { key: "act", title: t("act"), show: (policy) => <Button size="s" variant="primary" onClick={() => choose(policy.id)}>{t("choose")}</Button> },
      ]}
    />
  );
}

// What this account entered in this browser and never saved.
function Begun() {
  const t = useText(text);
  const { moment } = useFormat();
  const { id } = useMe();
  const found = useQuery({ queryKey: ["drafts", id], queryFn: () => listDrafts(id, NEW).catch(() => []), staleTime: 0, gcTime: 0 });
  const begun = (found.data ?? []).flatMap((draft) => ({ ...draft, held: draftOf(draft.value) })).filter((draft) => draft.held);
  if (begun.length === 0) return null;
  return (
    <Part title={t("begun")}>
      <Base padding={1}>
        <Stack gap={0.5}>
          {begun.map(({ subject, at, held }) => (
            <Cluster key={subject} gap={0.75} align="center">
              <Link to={`/claims/new?policy=${subject.slice(NEW.length)}`}>{t("goOn", { policy: held?.name ?? "" })}</Link>
              <Text size="S" color="TEXT_GREY">{t("begunAt", { at: moment(new Date(at).toISOString()) })}</Text>
            </Cluster>
          ))}
        </Stack>
      </Base>
    </Part>
  );
}
