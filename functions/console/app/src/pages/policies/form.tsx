// What is entered about a policy: its number, its period and a note.
import { Cluster, Stack } from "smarthr-ui";
import { useFormContext, useWatch } from "react-hook-form";
import { useEffect } from "react";
import { orNull } from "~/form/entered";
import { DateField, NoteField, TextField } from "~/form/form";
import { useText, words } from "~/text/text";
import { yearLater } from "./period";
import type { Policy } from "./queries";

export interface Entered {
  number: string;
  period: { start_date: string; end_date: string; first_start_date: string };
  note: string;
}

const text = words({
  number: { ja: "証券番号", en: "Policy number" },
  start: { ja: "始期日", en: "First day" },
  end: { ja: "終期日", en: "Last day" },
  endHelp: { ja: "補償される最後の日", en: "The last day that is covered" },
  first: { ja: "初年度契約の始期日", en: "Start of the first contract" },
  firstHelp: { ja: "新規の契約は始期日と同じ日、継続の契約は最初に契約した日。待機期間はこの日から数えます。", en: "The first day itself for a new policy, an earlier one for a renewal. The waiting period counts from it." },
  endWrong: { ja: "終期日は始期日以後の日付を入力してください。", en: "The last day can't be before the first." },
  firstWrong: { ja: "初年度契約の始期日は、始期日までの日付を入力してください。", en: "The first contract can't start after this one." },
  note: { ja: "備考", en: "Note" },
});

/** The values of the form. */
export const entered = (one?: Policy): Entered => ({
  number: one?.number ?? "",
  period: {
    start_date: one?.period.start_date ?? "",
    end_date: one?.period.end_date ?? "",
    first_start_date: one?.period.first_start_date ?? "",
  },
  note: one?.note ?? "",
});

/** What was entered, as the API takes it. */
export const detailsOf = (values: Entered) => ({ number: values.number.trim(), period: values.period, note: orNull(values.note) });

export function PolicyFields({ isNew = false }: { isNew?: boolean }) {
  const t = useText(text);
  const { control } = useFormContext<Entered>();
  const start = useWatch({ control, name: "period.start_date" });
  useUsualPeriod(isNew);
  return (
    <Stack gap={1.5}>
      <TextField name="number" label={t("number")} width="16em" required autoComplete="off" />
      <Cluster gap={1.5} align="flex-start">
        <DateField name="period.start_date" label={t("start")} required />
        <DateField name="period.end_date" label={t("end")} required help={t("endHelp")} check={(value) => (start && value < start ? t("endWrong") : undefined)} />
      </Cluster>
      <DateField name="period.first_start_date" label={t("first")} required help={t("firstHelp")} check={(value) => (start && value > start ? t("firstWrong") : undefined)} />
      <NoteField name="note" label={t("note")} />
    </Stack>
  );
}

const FOLLOWING = ["period.end_date", "period.first_start_date"] as const;

// A new policy usually runs for a year and renews none: both follow from its first day until they are entered otherwise.
function useUsualPeriod(isNew: boolean) {
  const { control, setValue, getFieldState, trigger } = useFormContext<Entered>();
  const start = useWatch({ control, name: "period.start_date" });
  useEffect(() => {
    // What was said of the other days was said of another first day.
    const judged = FOLLOWING.filter((name) => getFieldState(name).error);
    const judgeAgain = () => {
      if (judged.length > 0) void trigger(judged);
    };
    if (isNew && /^[12]\d{3}-\d\d-\d\d$/.test(start)) {
      if (!getFieldState("period.end_date").isDirty) setValue("period.end_date", yearLater(start));
      if (!getFieldState("period.first_start_date").isDirty) setValue("period.first_start_date", start);
    }
    judgeAgain();
  }, [isNew, start, setValue, getFieldState, trigger]);
}
