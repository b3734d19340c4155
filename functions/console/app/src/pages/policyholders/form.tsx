// What is entered about a policyholder.
import { Base, Stack } from "smarthr-ui";
import { BankAccountFields, type BankAccountEntered, bankAccountEntered, bankAccountOf } from "~/form/bank-account";
import { isMailAddress, kana, phone, postalCode } from "~/form/contact";
import { orNull } from "~/form/entered";
import { NoteField, TextField } from "~/form/form";
import { fieldName } from "~/show/fields";
import { useLocale, useText, words } from "~/text/text";
import type { Policyholder } from "./queries";

export interface Entered {
  name: string;
  kana: string;
  postal_code: string;
  address: string;
  phone: string;
  mail_address: string;
  bank_account: BankAccountEntered;
  note: string;
}

const text = words({
  name: { ja: "氏名・名称", en: "Name" },
  kana: { ja: "氏名カナ", en: "Reading in kana" },
  postal: { ja: "郵便番号", en: "Postal code" },
  address: { ja: "住所", en: "Address" },
  phone: { ja: "電話番号", en: "Phone" },
  mail: { ja: "メールアドレス", en: "Mail address" },
  note: { ja: "備考", en: "Note" },
  kanaHelp: { ja: "ひらがなや半角カナで入力しても、全角カタカナで登録されます。", en: "Hiragana and half-width kana are kept as katakana." },
  kanaWrong: { ja: "カタカナ・ひらがな・英数字で入力してください。漢字は使えません。", en: "Enter kana, letters or digits; no kanji." },
  postalWrong: { ja: "郵便番号は7桁の数字で入力してください。", en: "A postal code has seven digits." },
  phoneWrong: { ja: "市外局番から10桁か11桁で入力してください。国外は + から始めます。", en: "10 or 11 digits with the area code; numbers abroad begin with +." },
  mailWrong: { ja: "メールアドレスの形で入力してください。", en: "This isn't a mail address." },
});

/** The values of the form. */
export const entered = (one?: Policyholder): Entered => ({
  name: one?.name ?? "",
  kana: one?.kana ?? "",
  postal_code: one?.postal_code ? `${one.postal_code.slice(0, 3)}-${one.postal_code.slice(3)}` : "",
  address: one?.address ?? "",
  phone: one?.phone ?? "",
  mail_address: one?.mail_address ?? "",
  bank_account: bankAccountEntered(one?.bank_account),
  note: one?.note ?? "",
});

/** What was entered, as the API takes it. */
export const detailsOf = (values: Entered) => ({
  name: values.name.trim(),
  kana: kana(values.kana) ?? values.kana,
  postal_code: postalCode(values.postal_code) ?? orNull(values.postal_code),
  address: orNull(values.address),
  phone: phone(values.phone) ?? orNull(values.phone),
  mail_address: orNull(values.mail_address),
  bank_account: bankAccountOf(values.bank_account),
  note: orNull(values.note),
});

export function PolicyholderFields() {
  const t = useText(text);
  const wrongUnless = (isRight: (value: string) => unknown, said: string) => (value: string) => (isRight(value) ? undefined : said);
  return (
    <Base padding={1.5}>
      <Stack gap={1.5}>
        <TextField name="name" label={t("name")} required example="山田 太郎" autoComplete="off" />
        <TextField name="kana" label={t("kana")} required help={t("kanaHelp")} example="ヤマダ タロウ" autoComplete="off" check={wrongUnless(kana, t("kanaWrong"))} />
        <TextField name="postal_code" label={t("postal")} width="9em" example="100-0001" autoComplete="off" check={wrongUnless(postalCode, t("postalWrong"))} />
        <TextField name="address" label={t("address")} autoComplete="off" />
        <TextField name="phone" label={t("phone")} type="tel" width="14em" example="03-1234-5678" autoComplete="off" check={wrongUnless(phone, t("phoneWrong"))} />
        <TextField name="mail_address" label={t("mail")} type="email" autoComplete="off" check={wrongUnless(isMailAddress, t("mailWrong"))} />
        <BankAccountFields name="bank_account" />
        <NoteField name="note" label={t("note")} />
      </Stack>
    </Base>
  );
}

/** What a field is called where two changed it. */
export function useFieldName() {
  const locale = useLocale();
  return (path: string) => fieldName("policyholder", path.split(".")[0] ?? path, locale);
}
