// A bank account in a form: all of it or nothing. Its values stand under a name of the form, such as `bank_account`.
//
//   <BankAccountFields name="bank_account" />, with `bankAccountEntered(record.bank_account)` among the default values and
//   `bankAccountOf(values.bank_account)` in what is sent.
import { Cluster, Fieldset, Stack } from "smarthr-ui";
import { useFormContext, useWatch } from "react-hook-form";
import { bankAccountKinds, useOptions } from "~/text/names";
import { useText, words } from "~/text/text";
import { type BankAccountEntered, isEmpty } from "./bank-account-entered";
import { digits, holderKana } from "./contact";
import { ChoiceField, TextField } from "./form";

export { type BankAccountEntered, bankAccountEntered, bankAccountOf } from "./bank-account-entered";

const text = words({
  heading: { ja: "振込先口座", en: "Bank account" },
  bank: { ja: "銀行コード", en: "Bank code" },
  branch: { ja: "支店コード", en: "Branch code" },
  kind: { ja: "預金種目", en: "Kind" },
  number: { ja: "口座番号", en: "Account number" },
  holder: { ja: "口座名義カナ", en: "Holder in kana" },
  four: { ja: "4桁の数字で入力してください。", en: "Enter 4 digits." },
  three: { ja: "3桁の数字で入力してください。", en: "Enter 3 digits." },
  seven: { ja: "7桁の数字で入力してください。足りない桁は先頭に0を付けます。", en: "Enter 7 digits; put zeros before a shorter number." },
  letters: { ja: "カタカナ・英数字・空白・( ) . - で入力してください。", en: "Enter katakana, letters, digits, spaces and ( ) . - only." },
  length: { ja: "濁点・半濁点を1文字と数えて、30文字までで入力してください。", en: "At most 30 characters, a voiced mark counting as one." },
});

export function BankAccountFields({ name, required = false }: { name: string; required?: boolean }) {
  const t = useText(text);
  const options = useOptions();
  const { control } = useFormContext();
  const entered = useWatch({ control, name }) as BankAccountEntered | undefined;
  // One part asks for the others.
  const isAsked = required || !isEmpty(entered);
  const checkHolder = (value: string) => {
    const holder = holderKana(value);
    return "wrong" in holder ? t(holder.wrong) : undefined;
  };
  const exactly = (count: number, said: string) => (value: string) => (digits(value, count) ? undefined : said);
  return (
    <Fieldset legend={t("heading")}>
      <Stack gap={1}>
        <Cluster gap={1} align="flex-start">
          <TextField name={`${name}.bank_code`} label={t("bank")} width="7em" inputMode="numeric" required={isAsked} example="0001" check={exactly(4, t("four"))} />
          <TextField name={`${name}.branch_code`} label={t("branch")} width="6em" inputMode="numeric" required={isAsked} example="001" check={exactly(3, t("three"))} />
          <ChoiceField name={`${name}.kind`} label={t("kind")} options={options(bankAccountKinds)} />
          <TextField name={`${name}.number`} label={t("number")} width="9em" inputMode="numeric" required={isAsked} example="1234567" check={exactly(7, t("seven"))} />
        </Cluster>
        <TextField name={`${name}.holder_kana`} label={t("holder")} required={isAsked} example="ヤマダ タロウ" check={checkHolder} />
      </Stack>
    </Fieldset>
  );
}
