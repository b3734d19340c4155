// The form of a claim: what happened, the statement, where the money goes. What is entered is kept as it is entered.
import { Base, Button, InformationPanel, Stack, Text } from "smarthr-ui";
import { type ReactNode, useEffect } from "react";
import type { UseFormReturn } from "react-hook-form";
import { BankAccountFields } from "~/form/bank-account";
import { ChoiceField, Form, NoteField, TextField } from "~/form/form";
import { useFormat } from "~/text/format";
import { causes, useOptions } from "~/text/names";
import { useText, words } from "~/text/text";
import { Lines } from "./lines";
import type { Entered } from "./values";

const text = words({
  what: { ja: "請求の内容", en: "What happened" },
  cause: { ja: "請求事由", en: "Cause" },
  diagnosis: { ja: "傷病名", en: "Diagnosis" },
  diagnosisExample: { ja: "例：外耳炎", en: "E.g. otitis externa" },
  diagnosisLong: { ja: "傷病名は200文字までです。", en: "200 characters at most." },
  note: { ja: "備考", en: "Note" },
  noteLong: { ja: "備考は2000文字までです。", en: "2,000 characters at most." },
  account: { ja: "新しい請求には、契約者の登録口座が入ります。空欄のときは、受付までに入力してください。", en: "A new claim begins with the policyholder's account. Where it is empty, it is needed before the claim is submitted." },
  goesOn: { ja: "前回の入力の続きを表示しています", en: "This is what you entered before" },
  keptAt: { ja: "{at} に入力した内容です。まだ保存されていません。", en: "Entered {at}, and not saved yet." },
  discard: { ja: "入力を破棄して最初から", en: "Discard it and begin anew" },
  kept: { ja: "入力内容をこのブラウザーに保管しました（ログアウトすると消えます）。", en: "What you entered is kept in this browser until you sign out." },
});

const long = (limit: number, said: string) => (value: string) => ([...value].length > limit ? said : undefined);

interface Props {
  form: UseFormReturn<Entered>;
  send: (entered: Entered) => Promise<void>;
  action: string;
  cancel: () => void;
  /** Keeps a draft with every change. */
  keep: (entered: Entered) => void;
  isKept: boolean;
  /** When what is shown was kept, where it goes on from before. */
  keptAt: number | undefined;
  discard: () => void;
  /** What others changed meanwhile. */
  conflict?: ReactNode;
}

export function ClaimForm({ form, send, action, cancel, keep, isKept, keptAt, discard, conflict }: Props) {
  const t = useText(text);
  const { moment } = useFormat();
  const options = useOptions();
  useEffect(() => form.subscribe({ formState: { values: true }, callback: ({ values }) => keep(values) }), [form, keep]);
  return (
    <Form form={form} send={send} action={action} cancel={cancel} isDrafted>
      {keptAt !== undefined && (
        <InformationPanel type="info" toggleable={false} title={t("goesOn")}>
          <Stack gap={0.5}>
            <Text>{t("keptAt", { at: moment(new Date(keptAt).toISOString()) })}</Text>
            <div><Button size="s" onClick={discard}>{t("discard")}</Button></div>
          </Stack>
        </InformationPanel>
      )}
      {conflict}
      <Base padding={1.25}>
        <Stack gap={1.25}>
          <ChoiceField name="cause" label={t("cause")} options={options(causes)} required />
          <TextField name="diagnosis" label={t("diagnosis")} example={t("diagnosisExample")} required check={long(200, t("diagnosisLong"))} />
        </Stack>
      </Base>
      <Lines />
      <Base padding={1.25}>
        <Stack gap={1.25}>
          <Text size="S" color="TEXT_GREY">{t("account")}</Text>
          <BankAccountFields name="bank_account" />
          <NoteField name="note" label={t("note")} rows={3} check={long(2000, t("noteLong"))} />
        </Stack>
      </Base>
      <Text size="S" color="TEXT_GREY" aria-live="polite">{isKept ? t("kept") : ""}</Text>
    </Form>
  );
}
