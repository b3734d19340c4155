// 支払期限の延長: a later due day, with what is still to be found out.
import { Base, Button, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
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

interface Props {
  claim: Claim;
  version: string | undefined;
}

export function Extend(props: Props) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("action")}</Button>
      <FormWindow isOpen={isOpen} title={t("action")} close={close}>
        <ExtendForm {...props} close={close} />
      </FormWindow>
    </>
  );
}

function ExtendForm({ claim, version, close }: Props & { close: () => void }) {
  const t = useText(text);
  const { day } = useFormat();
  const send = useSend(version);
  const due = claim.due_on ?? "";
  const form = useForm({ defaultValues: { until: due && addDays(due, 30), items: "" }, mode: "onTouched" });
  const extend = async (body: { until: string; items: string }) => {
    await send(body, (header) => answer(api.POST("/api/claims/{id}/extend-due", { params: { path: { id: claim.id }, header }, body })), t("done"));
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
