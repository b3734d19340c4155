// What is entered of an account: its name, what it may do, and up to which amount it approves.
import { useFormContext } from "react-hook-form";
import { ChecksField } from "~/form/choices";
import { wholeNumber } from "~/form/entered";
import { NumberField, TextField } from "~/form/form";
import type { Role } from "~/session/role";
import { ROLES, roleTasks } from "~/session/role-tasks";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";

const text = words({
  name: { ja: "氏名", en: "Name" },
  roles: { ja: "権限", en: "Roles" },
  rolesHelp: { ja: "変更は、その人の次の操作から効きます。", en: "A change holds from the account's next request on." },
  limit: { ja: "承認限度額（円）", en: "Approval limit (yen)" },
  limitHelp: { ja: "この金額までの請求を承認できます。", en: "Claims up to this amount can be approved." },
  number: { ja: "0以上の数字で入力してください。", en: "Enter a whole number." },
});

export interface Entered {
  name: string;
  roles: Role[];
  approval_limit_yen: string;
}

/** What was entered, as the API takes it. */
export const sent = ({ name, roles, approval_limit_yen: limit }: Entered) => ({
  name: name.trim(),
  roles,
  // Only approvers have one.
  approval_limit_yen: roles.includes("approver") ? (wholeNumber(limit) ?? null) : null,
});

export function AccountFields() {
  const t = useText(text);
  const name = useName();
  const task = useText(roleTasks);
  const chosen = (useFormContext<Entered>().watch("roles") ?? []) as Role[];
  return (
    <>
      <TextField name="name" label={t("name")} autoComplete="off" required />
      <ChecksField name="roles" legend={t("roles")} help={t("rolesHelp")} required choices={ROLES.map((value) => ({ value, label: name(roles, value), about: task(value) }))} />
      {chosen.includes("approver") && (
        <NumberField name="approval_limit_yen" label={t("limit")} help={t("limitHelp")} required check={(entered) => (wholeNumber(entered) === undefined ? t("number") : undefined)} />
      )}
    </>
  );
}
