// One line of the statement as it is entered.
import { Button, Input, Select, Td, Text } from "smarthr-ui";
import { memo } from "react";
import { type RegisterOptions, useFormContext, useFormState, useWatch } from "react-hook-form";
import { dayInJapan } from "~/text/format";
import { cares, useOptions } from "~/text/names";
import { useText, words } from "~/text/text";
import { lineCategories } from "../names";
import { amountFault, dayFault, type Fault, itemFault, stayFault } from "./fault";
import { type Entered, type EnteredLine, isBlank } from "./values";

const text = words({
  day: { ja: "診療日", en: "Day" },
  care: { ja: "診療区分", en: "Care" },
  days: { ja: "入院日数", en: "Days" },
  category: { ja: "内容区分", en: "Category" },
  amount: { ja: "金額（円）", en: "Amount (yen)" },
  item: { ja: "項目", en: "Item" },
  number: { ja: "行", en: "Line" },
  of: { ja: "{line}行目の{what}", en: "{what} of line {line}" },
  remove: { ja: "削除", en: "Remove" },
  removeLine: { ja: "{line}行目を削除", en: "Remove line {line}" },
  missing: { ja: "{what}を入力してください。", en: "Enter {what}." },
  wrong_day: { ja: "診療日を日付で入力してください。", en: "Enter the day as a date." },
  wrong_future: { ja: "診療日が今日より後です。", en: "The day is still to come." },
  wrong_early: { ja: "診療日が古すぎます。", en: "The day is too long ago." },
  wrong_amount: { ja: "金額は0円以上の整数で入力してください。", en: "Enter the amount as a whole number." },
  wrong_days_missing: { ja: "入院日数を入力してください（2泊3日は3日）。", en: "Enter the days of the stay (2 nights are 3 days)." },
  wrong_days_range: { ja: "入院日数は1から366までの整数で入力してください。", en: "Enter 1 to 366 days." },
  wrong_days_future: { ja: "退院日（診療日＋入院日数）が今日より後です。", en: "The day of discharge is still to come." },
  wrong_long: { ja: "項目は200文字までです。", en: "The item has 200 characters at most." },
});

type Column = keyof EnteredLine;
const COLUMNS: Column[] = ["treated_on", "care", "stay_days", "category", "amount_yen", "item"];
const names: Record<Column, "day" | "care" | "days" | "category" | "amount" | "item"> = {
  treated_on: "day", care: "care", stay_days: "days", category: "category", amount_yen: "amount", item: "item",
};

export const LineRow = memo(function LineRow({ at, remove }: { at: number; remove: () => void }) {
  const t = useText(text);
  const options = useOptions();
  const form = useFormContext<Entered>();
  const { errors } = useFormState({ control: form.control, name: `lines.${at}` });
  const care = useWatch({ control: form.control, name: `lines.${at}.care` });
  const wrong = errors.lines?.[at];
  const messages = COLUMNS.flatMap((column) => wrong?.[column]?.message ?? []);
  const check = useChecks(at);
  const field = (column: Column) => ({
    ...form.register(`lines.${at}.${column}`, check(column)),
    "aria-label": t("of", { line: at + 1, what: t(names[column]) }),
    error: Boolean(wrong?.[column]),
    "aria-invalid": Boolean(wrong?.[column]),
    "aria-describedby": messages.length > 0 ? `lines-${at}-wrong` : undefined,
  });
  return (
    <>
      <tr>
        <Td data-title={t("number")}>{at + 1}</Td>
        <Td data-title={t("day")}><Input {...field("treated_on")} type="date" width="10em" /></Td>
        <Td data-title={t("care")}><Select {...field("care")} options={options(cares)} width="6em" /></Td>
        <Td data-title={t("days")}>{care === "stay" ? <Input {...field("stay_days")} inputMode="numeric" autoComplete="off" width="4em" /> : null}</Td>
        <Td data-title={t("category")}><Select {...field("category")} options={options(lineCategories)} width="9em" /></Td>
        <Td data-title={t("amount")}><Input {...field("amount_yen")} inputMode="numeric" autoComplete="off" width="8em" className="figure" /></Td>
        <Td data-title={t("item")} className="line-item"><Input {...field("item")} autoComplete="off" width="100%" /></Td>
        <Td data-title=""><Button size="s" variant="text" aria-label={t("removeLine", { line: at + 1 })} onClick={remove}>{t("remove")}</Button></Td>
      </tr>
      {messages.length > 0 && (
        <tr className="lines-wrong">
          <Td colSpan={8}>
            <span id={`lines-${at}-wrong`} role="alert">{messages.map((message) => <Text key={message} size="S" color="inherit">{message} </Text>)}</span>
          </Td>
        </tr>
      )}
    </>
  );
});

function useChecks(at: number) {
  const t = useText(text);
  const say = (column: Column, fault: Fault | undefined) => (!fault ? true : fault === "missing" ? t("missing", { what: t(names[column]) }) : t(`wrong_${fault}`));
  return (column: Column): RegisterOptions<Entered, `lines.${number}.${Column}`> => ({
    validate: (value, { lines }) => {
      const line = lines[at];
      // A line in which nothing was entered is left out.
      return !line || isBlank(line) ? true : say(column, faultIn(column, String(value), line));
    },
    ...((column === "care" || column === "treated_on") && { deps: [`lines.${at}.stay_days`] }),
  });
}

function faultIn(column: Column, value: string, line: EnteredLine): Fault | undefined {
  switch (column) {
    case "treated_on":
      return dayFault(value, dayInJapan());
    case "amount_yen":
      return amountFault(value);
    case "stay_days":
      return stayFault(line, dayInJapan());
    case "item":
      return itemFault(value);
    default:
      return undefined;
  }
}
