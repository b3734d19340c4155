// 支払期限の延長: a later due day, with what is still to be found out.
import { Base, Button, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { answer, api } from "~/api/client";
import { DateField, Form, NoteField } from "~/form/form";
import { FormWindow } from "~/show/window";
import { addDays, useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Claim } from "../ask";
import { useSend } from "./take";

const text = words({
  action: { ja: "支払期限を延長", en: "Extend the due date" },
  about: {
    ja: "今の支払期限は{due}です。書類が揃った日を含めて180日目まで延長できます。確認事項と延長後の期限は、契約者に通知してください。",
    en: "It is due by {due} now. It can be extended up to the 180th day, counted from the day the papers were complete. Tell the policyholder the items and the new day.",
  },
  until: { ja: "延長後の支払期限", en: "New due date" },
  later: { ja: "今の支払期限より後の日付を入力してください。", en: "Enter a day after the present due date." },
  items: { ja: "確認事項", en: "What is to be found out" },
  example: { ja: "例：動物病院への治療歴の照会", en: "E.g. the animal's history, from the clinic" },
  done: { ja: "支払期限を延長しました。", en: "The due date was extended." },
});

interface Entered {
  until: string;
  items: string;
}

interface Props {
  claim: Claim;
  version: string | undefined;
}

export function Extend({ claim, version }: Props) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const due = claim.due_on ?? "";
  // Not the window's own: where somebody else was first it closes, and what was entered is there when it is opened again.
  const form = useForm<Entered>({ values: { until: due && addDays(due, 30), items: "" }, resetOptions: { keepDirtyValues: true }, mode: "onTouched" });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("action")}</Button>
      <FormWindow isOpen={isOpen} title={t("action")} close={close}>
        <ExtendForm claim={claim} version={version} form={form} close={close} />
      </FormWindow>
    </>
  );
}

function ExtendForm({ claim, version, form, close }: Props & { form: UseFormReturn<Entered>; close: () => void }) {
  const t = useText(text);
  const { day } = useFormat();
  const send = useSend(version);
  const due = claim.due_on ?? "";
  const extend = async (body: Entered) => {
    const isDone = await send(body, (header) => answer(api.POST("/api/claims/{id}/extend-due", { params: { path: { id: claim.id }, header }, body })), t("done"));
    if (isDone) form.reset();
    close();
  };
  return (
    <Form form={form} send={extend} action={t("action")} cancel={close}>
      <Stack gap={1.25}>
        <Base padding={0.75}><Text size="S">{t("about", { due: due && day(due) })}</Text></Base>
        <DateField name="until" label={t("until")} required check={(value) => (value <= due ? t("later") : undefined)} />
        <NoteField name="items" label={t("items")} required example={t("example")} />
      </Stack>
    </Form>
  );
}
