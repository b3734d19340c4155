// The organization's labels, in their order: made, renamed, recoloured, moved and deleted by administrators.
import { useQuery } from "@tanstack/react-query";
import { Base, Button, Center, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { api, versioned } from "~/api/client";
import { useMay } from "~/session/me";
import { LABELS, LabelTag } from "~/show/labels";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { LabelEdit } from "./edit";
import { SortedLabels } from "./sorted";
import "./labels.css";

const text = words({
  title: { ja: "ラベル", en: "Labels" },
  about: { ja: "ラベルは、契約者・動物・保険契約・保険金請求に付けて、一覧の絞込みに使えます。", en: "Labels are attached to policyholders, animals, policies and claims, and lists can be filtered by them." },
  sorting: { ja: "並び順は、つまみをドラッグするか「上へ」「下へ」で変えられます。", en: "Drag the handle or use “Up” and “Down” to change the order." },
  enter: { ja: "ラベルを登録", en: "New label" },
  none: { ja: "ラベルはまだ登録されていません。", en: "There are no labels yet." },
  ask: { ja: "ラベルは組織管理者が登録します。", en: "Administrators make them." },
});

export function LabelList() {
  const t = useText(text);
  const may = useMay();
  const [isEntering, setEntering] = useState(false);
  const found = useQuery({ queryKey: LABELS, queryFn: () => versioned(api.GET("/api/labels")) });
  const mayChange = may("administrator");
  const enter = mayChange && <Button variant="primary" onClick={() => setEntering(true)}>{t("enter")}</Button>;
  return (
    <Page title={t("title")} actions={enter}>
      <Text>{t("about")}</Text>
      {mayChange && <Text>{t("sorting")}</Text>}
      <Loaded found={found}>
        {({ data, version }) => (
          <>
            {data.items.length === 0 && <Base padding={2}><Center><Stack align="center"><Text>{t("none")}</Text>{enter || <Text>{t("ask")}</Text>}</Stack></Center></Base>}
            {data.items.length > 0 && (mayChange ? <SortedLabels labels={data.items} version={version} /> : <Shown labels={data.items} />)}
            <LabelEdit labels={data.items} version={version} isOpen={isEntering} close={() => setEntering(false)} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Shown({ labels }: { labels: Parameters<typeof LabelTag>[0]["label"][] }) {
  const t = useText(text);
  return (
    <Base>
      <ul className="label-list" aria-label={t("title")}>
        {labels.map((label) => (
          <li key={label.id} className="label-row"><LabelTag label={label} /></li>
        ))}
      </ul>
    </Base>
  );
}
