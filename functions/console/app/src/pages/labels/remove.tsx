// Deleting a label, after it was said where it sits.
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { Stack, Text } from "smarthr-ui";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import { ConfirmButton } from "~/show/confirm";
import { Failure } from "~/show/failure";
import { type Label, type Labelled } from "~/show/labels";
import { useTell } from "~/show/notice";
import { WaitingRows } from "~/show/waiting";
import { useText, words } from "~/text/text";
import { useLabelWrite } from "./write";

const text = words({
  remove: { ja: "削除", en: "Delete" },
  title: { ja: "ラベル「{name}」を削除しますか", en: "Delete the label “{name}”?" },
  about: { ja: "削除すると、付いている記録すべてから外れます。元に戻すことはできません。", en: "It is taken off every record that carries it. This can't be undone." },
  nowhere: { ja: "このラベルは、どの記録にも付いていません。削除すると、元に戻すことはできません。", en: "No record carries it. This can't be undone." },
  sits: { ja: "このラベルが付いている記録：", en: "It sits on:" },
  policyholders: { ja: "契約者 {count}", en: "Policyholders: {count}" },
  animals: { ja: "動物 {count}", en: "Animals: {count}" },
  policies: { ja: "保険契約 {count}", en: "Policies: {count}" },
  claims: { ja: "保険金請求 {count}", en: "Claims: {count}" },
  count: { ja: "{count}件", en: "{count}" },
  many: { ja: "{count}件以上", en: "{count} or more" },
  done: { ja: "ラベル「{name}」を削除しました。", en: "The label “{name}” was deleted." },
});

const COUNTED = 100;
const collections: Labelled[] = ["policyholders", "animals", "policies", "claims"];

export function LabelRemove({ label, version }: { label: Label; version: string | undefined }) {
  const t = useText(text);
  const known = useQueryClient();
  const tell = useTell();
  const write = useLabelWrite();
  const remove = async () => {
    await write(answer(api.DELETE("/api/labels/{id}", { params: { path: { id: label.id }, header: version ? { "If-Match": version } : {} } })));
    await known.invalidateQueries();
    tell({ kind: "success", said: t("done", { name: label.name }) });
  };
  return (
    <ConfirmButton action={t("remove")} title={t("title", { name: label.name })} act={remove} variant="danger" shown="secondary" size="s">
      <Places label={label.id} />
    </ConfirmButton>
  );
}

function countOf(collection: Labelled, label: string) {
  const params = { params: { query: { label, limit: COUNTED } } };
  const calls = {
    policyholders: () => answer(api.GET("/api/policyholders", params)),
    animals: () => answer(api.GET("/api/animals", params)),
    policies: () => answer(api.GET("/api/policies", params)),
    claims: () => answer(api.GET("/api/claims", params)),
  };
  return calls[collection]().then(({ items, next }) => ({ collection, count: items.length, isMore: Boolean(next) }));
}

function Places({ label }: { label: string }) {
  const t = useText(text);
  const found = useQueries({ queries: collections.map((collection) => ({ queryKey: [collection, "carrying", label], queryFn: () => countOf(collection, label) })) });
  const failed = found.find((one) => one.isError);
  if (failed) return <Failure error={failed.error} retry={() => found.forEach((one) => void one.refetch())} />;
  if (found.some((one) => one.isPending)) return <WaitingRows rows={2} />;
  const carrying = found.flatMap((one) => one.data ?? []).filter(({ count, isMore }) => count > 0 || isMore);
  if (carrying.length === 0) return <Text>{t("nowhere")}</Text>;
  return (
    <Stack gap={0.75}>
      <Text>{t("sits")}</Text>
      <ul className="failure-fields">
        {carrying.map(({ collection, count, isMore }) => (
          <li key={collection}>
            <Link to={`/${collection}?label=${label}`}>{t(collection, { count: t(isMore ? "many" : "count", { count }) })}</Link>
          </li>
        ))}
      </ul>
      <Text>{t("about")}</Text>
    </Stack>
  );
}
