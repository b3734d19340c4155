// What is entered of an account: its name, what it may do, and up to which amount it approves.
import { useFormContext } from "react-hook-form";
import { ChecksField } from "~/form/choices";
import { wholeNumber } from "~/form/entered";
import { NumberField, TextField } from "~/form/form";
import type { Role } from "~/session/role";
import { ROLES, roleTasks } from "~/session/role-tasks";
import { useFormat } from "~/text/format";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";

const text = words({
  name: { ja: "氏名", en: "Name" },
  roles: { ja: "権限", en: "Roles" },
  limit: { ja: "承認限度額（円）", en: "Approval limit (yen)" },
  limitHelp: { ja: "この金額までの請求を承認できます。", en: "Claims up to this amount can be approved." },
  number: { ja: "0から{most}までの数字で入力してください。", en: "Enter a whole number from 0 to {most}." },
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

/** As the API has it. */
const MOST_YEN = 999_999_999_999;

const isLimit = (entered: string): boolean => (wholeNumber(entered) ?? MOST_YEN + 1) <= MOST_YEN;

/** The fields; `help` with the roles says from when on they hold, where that is to be said. */
export function AccountFields({ rolesHelp }: { rolesHelp?: string }) {
  const t = useText(text);
  const name = useName();
  const { number } = useFormat();
  const task = useText(roleTasks);
  const chosen = (useFormContext<Entered>().watch("roles") ?? []) as Role[];
  return (
    <>
      <TextField name="name" label={t("name")} autoComplete="off" required />
      <ChecksField name="roles" legend={t("roles")} {...(rolesHelp && { help: rolesHelp })} required choices={ROLES.map((value) => ({ value, label: name(roles, value), about: task(value) }))} />
      {chosen.includes("approver") && (
        <NumberField name="approval_limit_yen" label={t("limit")} help={t("limitHelp")} required check={(entered) => (isLimit(entered) ? undefined : t("number", { most: number(MOST_YEN) }))} />
      )}
    </>
  );
}
