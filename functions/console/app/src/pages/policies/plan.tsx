// Setting how a policy's premiums are paid.
import { useQueryClient } from "@tanstack/react-query";
import { Base, Button, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { answer, api } from "~/api/client";
import { wholeNumber } from "~/form/entered";
import { ChoiceField, DateField, Form, NumberField } from "~/form/form";
import { useTell } from "~/show/notice";
import { FormWindow } from "~/show/window";
import { addDays, dayInJapan } from "~/text/format";
import { cadences, useOptions } from "~/text/names";
import { useText, words } from "~/text/text";
import { type Policy, POLICIES } from "./queries";

const text = words({
  set: { ja: "払込方法を設定", en: "Set the plan" },
  change: { ja: "払込方法を変更", en: "Change the plan" },
  amount: { ja: "保険料（円）", en: "Premium (yen)" },
  cadence: { ja: "払込回数", en: "Cadence" },
  first: { ja: "初回払込期日", en: "First due" },
  firstHelp: { ja: "2回目からは毎月（毎年）同じ日です。その日がない月は末日になります。", en: "Later ones are due on the same day, or on the last one of a shorter month." },
  amountWrong: { ja: "1円から9,999,999円までの整数で入力してください。", en: "Enter whole yen from 1 to 9,999,999." },
  past: { ja: "初回払込期日は今日以後の日付を入力してください。", en: "The first day can't be past." },
  late: { ja: "初回払込期日は契約の終期日までの日付を入力してください。", en: "The first day can't be after the policy's end." },
  about: { ja: "期日の朝に、契約者の登録カードへ請求されます。すでに作られた保険料は変わりません。", en: "Premiums are charged to the policyholder's card in the morning of their day. Those that were made already stay." },
  done: { ja: "払込方法を設定しました。", en: "The plan was set." },
});

const AMOUNT_MAXIMUM = 9_999_999;

export function PlanButton({ policy, version }: { policy: Policy; version: string | undefined }) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const said = t(policy.premium ? "change" : "set");
  const close = () => setOpen(false);
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>{said}</Button>
      <FormWindow isOpen={isOpen} title={said} close={close}>
        <PlanForm policy={policy} version={version} close={close} />
      </FormWindow>
    </>
  );
}

function PlanForm({ policy, version, close }: { policy: Policy; version: string | undefined; close: () => void }) {
  const t = useText(text);
  const options = useOptions();
  const known = useQueryClient();
  const tell = useTell();
  const plan = policy.premium?.plan;
  const last = policy.premium?.last_due_on;
  const earliest = last && addDays(last, 1) > dayInJapan() ? addDays(last, 1) : dayInJapan();
  const form = useForm({ defaultValues: { amount_yen: plan ? String(plan.amount_yen) : "", cadence: plan?.cadence ?? "monthly", first_due_on: earliest }, mode: "onTouched" });
  const send = async (values: { amount_yen: string; cadence: string; first_due_on: string }) => {
    const body = { amount_yen: wholeNumber(values.amount_yen) ?? 0, cadence: values.cadence as "monthly" | "yearly", first_due_on: values.first_due_on };
    await answer(api.PUT("/api/policies/{id}/premium-plan", { params: { path: { id: policy.id }, header: version ? { "If-Match": version } : {} }, body }));
    await known.invalidateQueries({ queryKey: [POLICIES] });
    tell({ kind: "success", said: t("done") });
    close();
  };
  const checkAmount = (value: string) => {
    const amount = wholeNumber(value);
    return amount && amount <= AMOUNT_MAXIMUM ? undefined : t("amountWrong");
  };
  const checkFirst = (value: string) => {
    if (value < dayInJapan()) return t("past");
    return value > policy.period.end_date ? t("late") : undefined;
  };
  return (
    <Form form={form} send={send} cancel={close}>
      <Stack gap={1.25}>
        <Base padding={0.75}><Text size="S">{t("about")}</Text></Base>
        <NumberField name="amount_yen" label={t("amount")} required check={checkAmount} />
        <ChoiceField name="cadence" label={t("cadence")} options={options(cadences)} />
        <DateField name="first_due_on" label={t("first")} required help={t("firstHelp")} check={checkFirst} />
      </Stack>
    </Form>
  );
}
