// A bank account as a form holds it (text), and as the API takes it; without the fields, so that it can be used and tested without them.
import type { components } from "~/api/schema";
import { holderKana } from "./contact";

export type BankAccount = components["schemas"]["BankAccount"];
export type BankAccountEntered = Record<keyof BankAccount, string>;

/** The values of the fields. */
export const bankAccountEntered = (account: BankAccount | null | undefined): BankAccountEntered => ({
  bank_code: account?.bank_code ?? "",
  branch_code: account?.branch_code ?? "",
  kind: account?.kind ?? "ordinary",
  number: account?.number ?? "",
  holder_kana: account?.holder_kana ?? "",
});

/** Whether nothing was entered of it. */
export const isEmpty = (entered: BankAccountEntered | undefined): boolean =>
  !entered || !(entered.bank_code.trim() || entered.branch_code.trim() || entered.number.trim() || entered.holder_kana.trim());

/** The account as the API takes it; null where nothing was entered. */
export function bankAccountOf(entered: BankAccountEntered): BankAccount | null {
  if (isEmpty(entered)) return null;
  const plain = (value: string) => value.trim().normalize("NFKC");
  const holder = holderKana(entered.holder_kana);
  return {
    bank_code: plain(entered.bank_code),
    branch_code: plain(entered.branch_code),
    kind: entered.kind as BankAccount["kind"],
    number: plain(entered.number),
    holder_kana: "kept" in holder ? holder.kept : entered.holder_kana,
  };
}
