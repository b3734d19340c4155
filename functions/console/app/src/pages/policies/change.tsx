// Changing a policy's number, period and note; animal, product and terms stay as they were made.
import { Base } from "smarthr-ui";
import { useParams } from "react-router";
import { answer, api } from "~/api/client";
import { ChangePage } from "~/form/change-page";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { PolicyFields, detailsOf, entered } from "./form";
import { POLICIES, readPolicy, usePolicy } from "./queries";

const text = words({
  title: { ja: "保険契約の変更", en: "Change the policy" },
  above: { ja: "保険契約へ戻る", en: "Back to the policy" },
  done: { ja: "保険契約を変更しました。", en: "The policy was changed." },
  number: { ja: "証券番号", en: "Policy number" },
  "period.start_date": { ja: "始期日", en: "First day" },
  "period.end_date": { ja: "終期日", en: "Last day" },
  "period.first_start_date": { ja: "初年度契約の始期日", en: "Start of the first contract" },
  note: { ja: "備考", en: "Note" },
});

export function PolicyChange() {
  const t = useText(text);
  const { id = "" } = useParams();
  const { day } = useFormat();
  return (
    <ChangePage
      collection={POLICIES}
      said={{ title: t("title"), above: t("above"), done: t("done") }}
      found={usePolicy(id)}
      entered={entered}
      read={readPolicy}
      write={(values, header) => answer(api.PUT("/api/policies/{id}", { params: { path: { id }, header }, body: detailsOf(values) }))}
      nameOf={(path) => t(path as keyof typeof text)}
      show={(path, value) => (path.startsWith("period.") && value ? day(String(value)) : undefined)}
    >
      <Base padding={1.5}>
        <PolicyFields />
      </Base>
    </ChangePage>
  );
}
