// Giving a premium back, for approvers.
import { Button, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { wholeNumber } from "~/form/entered";
import { Form, NumberField } from "~/form/form";
import { useMe } from "~/session/me";
import { useTell } from "~/show/notice";
import { FormWindow } from "~/show/window";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Premium } from "./queries";

const text = words({
  refund: { ja: "返金", en: "Refund" },
  close: { ja: "閉じる", en: "Close" },
  title: { ja: "{due}の保険料を返金しますか", en: "Refund the premium of {due}?" },
  about: { ja: "カード会社に返金を指示します。元に戻すことはできません。これまでの返金と合わせて、あなたの承認限度額までです。", en: "The card company is told to give it back. This can't be undone. With what was refunded before, it must be within your approval limit." },
  amount: { ja: "返金額（円）", en: "Amount (yen)" },
  amountHelp: { ja: "返金できるのは{left}までです。", en: "Up to {left} can be refunded." },
  wrong: { ja: "1円から{left}までの整数で入力してください。", en: "Enter whole yen from 1 to {left}." },
  nothing: { ja: "これまでの返金が、あなたの承認限度額（{limit}）に達しています。限度額の大きい承認者に依頼してください。", en: "What was refunded has reached your approval limit ({limit}). Ask an approver with a larger one." },
  done: { ja: "返金を指示しました。", en: "The refund was asked for." },
});

export function RefundButton({ premium, after }: { premium: Premium; after: () => Promise<unknown> }) {
  const t = useText(text);
  const { day } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>{t("refund")}</Button>
      <FormWindow isOpen={isOpen} title={t("title", { due: day(premium.due_on) })} close={close}>
        <RefundForm premium={premium} after={after} close={close} />
      </FormWindow>
    </>
  );
}

function RefundForm({ premium, after, close }: { premium: Premium; after: () => Promise<unknown>; close: () => void }) {
  const t = useText(text);
  const { yen } = useFormat();
  const tell = useTell();
  const once = useOnce();
  const limit = useMe().approval_limit_yen ?? 0;
  const left = Math.min(premium.amount_yen, limit) - premium.refunded_yen;
  const form = useForm({ defaultValues: { amount_yen: String(left) }, mode: "onTouched" });
  const send = async (values: { amount_yen: string }) => {
    const body = { amount_yen: wholeNumber(values.amount_yen) ?? null };
    await answer(api.POST("/api/premiums/{id}/refund", { params: { path: { id: premium.id }, header: once(body) }, body }));
    await after();
    tell({ kind: "success", said: t("done") });
    close();
  };
  const check = (value: string) => {
    const amount = wholeNumber(value);
    return amount && amount <= left ? undefined : t("wrong", { left: yen(left) });
  };
  if (left <= 0) {
    return (
      <Stack gap={1.25}>
        <Text>{t("nothing", { limit: yen(limit) })}</Text>
        <div><Button onClick={close}>{t("close")}</Button></div>
      </Stack>
    );
  }
  return (
    <Form form={form} send={send} action={t("refund")} cancel={close}>
      <Stack gap={1.25}>
        <Text>{t("about")}</Text>
        <NumberField name="amount_yen" label={t("amount")} required help={t("amountHelp", { left: yen(left) })} check={check} />
      </Stack>
    </Form>
  );
}
