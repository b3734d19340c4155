// Changing a policyholder.
import { useParams } from "react-router";
import { answer, api } from "~/api/client";
import { ChangePage } from "~/form/change-page";
import { type Names, bankAccountKinds, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { PolicyholderFields, detailsOf, entered, useFieldName } from "./form";
import { POLICYHOLDERS, readPolicyholder, usePolicyholder } from "./queries";

const text = words({
  title: { ja: "契約者の変更", en: "Change the policyholder" },
  above: { ja: "契約者へ戻る", en: "Back to the policyholder" },
  done: { ja: "契約者を変更しました。", en: "The policyholder was changed." },
});

export function PolicyholderChange() {
  const t = useText(text);
  const { id = "" } = useParams();
  const nameOf = useFieldName();
  const name = useName();
  return (
    <ChangePage
      collection={POLICYHOLDERS}
      said={{ title: t("title"), above: t("above"), done: t("done") }}
      found={usePolicyholder(id)}
      entered={entered}
      read={readPolicyholder}
      write={(values, header) => answer(api.PUT("/api/policyholders/{id}", { params: { path: { id }, header }, body: detailsOf(values) }))}
      nameOf={nameOf}
      show={(path, value) => (path === "bank_account.kind" ? name(bankAccountKinds as Names<string>, String(value)) : undefined)}
    >
      <PolicyholderFields />
    </ChangePage>
  );
}
