// Changing a policy's number, period and note; animal, product and terms stay as they were made.
import { useQueryClient } from "@tanstack/react-query";
import { Base } from "smarthr-ui";
import { useNavigate, useParams } from "react-router";
import { answer, api } from "~/api/client";
import { Conflict, useEditing } from "~/form/editing";
import { Form } from "~/form/form";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { PolicyFields, detailsOf, entered } from "./form";
import { POLICIES, type Policy, readPolicy, usePolicy } from "./queries";

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
  const found = usePolicy(id);
  return (
    <Page title={t("title")} above={{ to: `/policies/${id}`, name: t("above") }}>
      <Only role="clerk">
        <Loaded found={found}>{(one) => <Change found={one} />}</Loaded>
      </Only>
    </Page>
  );
}

function Change({ found }: { found: { data: Policy; version: string | undefined } }) {
  const t = useText(text);
  const { id } = found.data;
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const { day } = useFormat();
  const show = (path: string, value: unknown) => (path.startsWith("period.") && value ? day(String(value)) : undefined);
  const editing = useEditing(found, entered, () => readPolicy(id));
  const send = editing.send(async (values, ifMatch) => {
    await answer(api.PUT("/api/policies/{id}", { params: { path: { id }, header: ifMatch }, body: detailsOf(values) }));
    await known.invalidateQueries({ queryKey: [POLICIES] });
    tell({ kind: "success", said: t("done") });
    await navigate(`/policies/${id}`);
  });
  return (
    <Form form={editing.form} send={send} cancel={() => void navigate(`/policies/${id}`)}>
      <Conflict editing={editing} nameOf={(path) => t(path as keyof typeof text)} show={show} />
      <Base padding={1.5}>
        <PolicyFields />
      </Base>
    </Form>
  );
}
