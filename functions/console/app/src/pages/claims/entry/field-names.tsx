// What the fields of a claim are called where somebody else changed them, and how their lines are shown.
import { Table, Td, Th } from "smarthr-ui";
import type { ReactNode } from "react";
import { useFormat } from "~/text/format";
import { bankAccountKinds, cares, causes, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { lineCategories } from "../names";
import type { EnteredLine } from "./values";

const text = words({
  cause: { ja: "請求事由", en: "Cause" },
  diagnosis: { ja: "傷病名", en: "Diagnosis" },
  note: { ja: "備考", en: "Note" },
  lines: { ja: "診療明細", en: "Statement" },
  bank_code: { ja: "銀行コード", en: "Bank code" },
  branch_code: { ja: "支店コード", en: "Branch code" },
  kind: { ja: "預金種目", en: "Kind" },
  number: { ja: "口座番号", en: "Account number" },
  holder_kana: { ja: "口座名義カナ", en: "Holder in kana" },
  linesNow: { ja: "今の診療明細", en: "The statement as it is now" },
  day: { ja: "診療日", en: "Day" },
  care: { ja: "診療区分", en: "Care" },
  stayDays: { ja: "入院日数", en: "Days of stay" },
  category: { ja: "内容区分", en: "Category" },
  amount: { ja: "金額（円）", en: "Amount (yen)" },
  item: { ja: "項目", en: "Item" },
});

export function useFieldNames(): (path: string) => string {
  const t = useText(text);
  return (path) => t(path.replace("bank_account.", "") as keyof typeof text);
}

/** What a value is called that isn't said by itself. */
export function useShown(): (path: string, value: unknown) => string | undefined {
  const name = useName();
  return (path, value) => {
    if (path === "cause") return name(causes, value as keyof typeof causes);
    if (path === "bank_account.kind") return name(bankAccountKinds, value as keyof typeof bankAccountKinds);
    return undefined;
  };
}

/** The lines of a statement as they are now, as a table. */
export const drawLines = (path: string, value: unknown): ReactNode => (path === "lines" ? <LinesNow lines={value as EnteredLine[]} /> : undefined);

function LinesNow({ lines }: { lines: EnteredLine[] }) {
  const t = useText(text);
  const name = useName();
  const { shortDay } = useFormat();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("linesNow")}>
      <Table aria-label={t("linesNow")}>
        <thead><tr><Th>{t("day")}</Th><Th>{t("care")}</Th><Th align="right">{t("stayDays")}</Th><Th>{t("category")}</Th><Th>{t("item")}</Th><Th align="right">{t("amount")}</Th></tr></thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at}><Td>{shortDay(line.treated_on)}</Td><Td>{name(cares, line.care)}</Td><Td align="right">{line.stay_days}</Td><Td>{name(lineCategories, line.category)}</Td><Td>{line.item}</Td><Td align="right">{line.amount_yen}</Td></tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
