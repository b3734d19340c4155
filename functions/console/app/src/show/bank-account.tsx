// A bank account as it is said on every page, in one line.
import type { components } from "~/api/schema";
import { bankAccountKinds, useName } from "~/text/names";
import { useText, words } from "~/text/text";

const text = words({
  account: { ja: "銀行 {bank}・支店 {branch}・{kind} {number}・{holder}", en: "Bank {bank}, branch {branch}, {kind} {number}, {holder}" },
});

export function BankAccountSaid({ account }: { account: components["schemas"]["BankAccount"] }) {
  const t = useText(text);
  const name = useName();
  const { bank_code: bank, branch_code: branch, number, holder_kana: holder } = account;
  return <>{t("account", { bank, branch, kind: name(bankAccountKinds, account.kind), number, holder })}</>;
}
