// Changing a policyholder.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { answer, api } from "~/api/client";
import { Conflict, useEditing } from "~/form/editing";
import { Form } from "~/form/form";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { type Names, bankAccountKinds, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { PolicyholderFields, detailsOf, entered, useFieldName } from "./form";
import { POLICYHOLDERS, type Policyholder, readPolicyholder, usePolicyholder } from "./queries";

const text = words({
  title: { ja: "契約者の変更", en: "Change the policyholder" },
  above: { ja: "契約者へ戻る", en: "Back to the policyholder" },
  done: { ja: "契約者を変更しました。", en: "The policyholder was changed." },
});

export function PolicyholderChange() {
  const t = useText(text);
  const { id = "" } = useParams();
  const found = usePolicyholder(id);
  return (
    <Page title={t("title")} above={{ to: `/policyholders/${id}`, name: t("above") }}>
      <Only role="clerk">
        <Loaded found={found}>{(one) => <Change found={one} />}</Loaded>
      </Only>
    </Page>
  );
}

function Change({ found }: { found: { data: Policyholder; version: string | undefined } }) {
  const t = useText(text);
  const { id } = found.data;
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const nameOf = useFieldName();
  const name = useName();
  const show = (path: string, value: unknown) => (path === "bank_account.kind" ? name(bankAccountKinds as Names<string>, String(value)) : undefined);
  const editing = useEditing(found, entered, () => readPolicyholder(id));
  const send = editing.send(async (values, ifMatch) => {
    await answer(api.PUT("/api/policyholders/{id}", { params: { path: { id }, header: ifMatch }, body: detailsOf(values) }));
    await known.invalidateQueries({ queryKey: [POLICYHOLDERS] });
    tell({ kind: "success", said: t("done") });
    await navigate(`/policyholders/${id}`);
  });
  return (
    <Form form={editing.form} send={send} cancel={() => void navigate(`/policyholders/${id}`)}>
      <Conflict editing={editing} nameOf={nameOf} show={show} />
      <PolicyholderFields />
    </Form>
  );
}
