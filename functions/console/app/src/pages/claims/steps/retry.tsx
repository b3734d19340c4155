// 再振込: a payout that the bank refused is due again, to the same account or another one.
import { Base, Button, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { answer, api } from "~/api/client";
import { BankAccountFields, bankAccountEntered, bankAccountOf } from "~/form/bank-account";
import { Form } from "~/form/form";
import { FormWindow } from "~/show/window";
import { useText, words } from "~/text/text";
import type { Claim } from "../ask";
import { useSend } from "./take";

const text = words({
  action: { ja: "再振込を手配", en: "Have it paid again" },
  about: { ja: "振込先口座を確かめ、違っていれば直してください。承認済みに戻り、支払の対象になります。", en: "Check the bank account, and correct it where it is wrong. The amount is to be paid again." },
  done: { ja: "再振込を手配しました。", en: "The amount is to be paid again." },
});

interface Entered {
  bank_account: ReturnType<typeof bankAccountEntered>;
}

interface Props {
  claim: Claim;
  version: string | undefined;
}

export function Retry({ claim, version }: Props) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  // Not the window's own: where somebody else was first it closes, and what was entered is there when it is opened again.
  const form = useForm<Entered>({ values: { bank_account: bankAccountEntered(claim.bank_account) }, resetOptions: { keepDirtyValues: true }, mode: "onTouched" });
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>{t("action")}</Button>
      <FormWindow isOpen={isOpen} title={t("action")} close={close}>
        <RetryForm claim={claim} version={version} form={form} close={close} />
      </FormWindow>
    </>
  );
}

function RetryForm({ claim, version, form, close }: Props & { form: UseFormReturn<Entered>; close: () => void }) {
  const t = useText(text);
  const send = useSend(version);
  const retry = async (values: Entered) => {
    const body = { bank_account: bankAccountOf(values.bank_account) };
    const isDone = await send(body, (header) => answer(api.POST("/api/claims/{id}/retry-payment", { params: { path: { id: claim.id }, header }, body })), t("done"));
    if (isDone) form.reset();
    close();
  };
  return (
    <Form form={form} send={retry} action={t("action")} cancel={close}>
      <Stack gap={1.25}>
        <Base padding={0.75}><Text size="S">{t("about")}</Text></Base>
        <BankAccountFields name="bank_account" required />
      </Stack>
    </Form>
  );
}
