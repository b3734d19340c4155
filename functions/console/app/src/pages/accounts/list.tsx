// アカウント: who may sign in, what each may do, and which accounts need looking after.
import { AnchorButton, Cluster, FormControl, Input, Select, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { Link } from "react-router";
import { useFilters } from "~/list/filters";
import { type Column, Records } from "~/list/records";
import { useMe } from "~/session/me";
import { ROLES } from "~/session/role-tasks";
import { OnlyPage } from "~/show/only";
import { useFormat } from "~/text/format";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { type AccountView, useAccounts } from "./known";
import { isFound } from "./search";
import { StandingMarks } from "./standing-marks";
import { STANDINGS, standingNames, standingsOf } from "./standing";

const text = words({
  title: { ja: "アカウント", en: "Accounts" },
  invite: { ja: "アカウントを招待", en: "Invite somebody" },
  search: { ja: "氏名・メールアドレスで探す", en: "Find by name or mail address" },
  state: { ja: "状態", en: "State" },
  role: { ja: "権限", en: "Roles" },
  every: { ja: "すべて", en: "All" },
  name: { ja: "氏名", en: "Name" },
  address: { ja: "メールアドレス", en: "Mail address" },
  limit: { ja: "承認限度額", en: "Approval limit" },
  last: { ja: "最終ログイン", en: "Last sign-in" },
  invited: { ja: "{at}に招待", en: "Invited {at}" },
  never: { ja: "なし", en: "Never" },
  own: { ja: "（自分）", en: "(you)" },
  empty: { ja: "条件に合うアカウントはありません。条件を変えるか、「アカウントを招待」から追加してください。", en: "No account fits. Change the filters, or invite somebody." },
});

export function AccountList() {
  const t = useText(text);
  return (
    <OnlyPage role="administrator" title={t("title")} actions={<AnchorButton elementAs={Link} to="/accounts/invite" variant="primary">{t("invite")}</AnchorButton>}>
      <Accounts />
    </OnlyPage>
  );
}

function Accounts() {
  const t = useText(text);
  const name = useName();
  const standing = useText(standingNames);
  // Names stay in the page; what the address holds is nothing personal.
  const [wanted, setWanted] = useState("");
  const [filters, setFilters] = useFilters(["standing", "role"] as const);
  const found = useAccounts();
  const columns = useColumns();
  const keep = (account: AccountView) =>
    isFound(account, wanted) &&
    (!filters.role || account.roles.some((held) => held === filters.role)) &&
    (!filters.standing || standingsOf(account, Date.now()).some((held) => held === filters.standing));
  const kept = { ...found, data: found.data && { ...found.data, pages: found.data.pages.map((page) => ({ ...page, items: page.items.filter(keep) })) } };
  const every = { value: "", label: t("every") };
  return (
    <Stack gap={1}>
      <Cluster gap={1} align="flex-end">
        <FormControl label={t("search")}>
          <Input type="search" name="wanted" value={wanted} autoComplete="off" width="18em" onChange={(event) => setWanted(event.target.value)} />
        </FormControl>
        <FormControl label={t("state")}>
          <Select name="standing" value={filters.standing ?? ""} options={[every, ...STANDINGS.map((value) => ({ value, label: standing(value) }))]} onChangeValue={(value) => setFilters({ standing: value || undefined })} />
        </FormControl>
        <FormControl label={t("role")}>
          <Select name="role" value={filters.role ?? ""} options={[every, ...ROLES.map((value) => ({ value, label: name(roles, value) }))]} onChangeValue={(value) => setFilters({ role: value || undefined })} />
        </FormControl>
      </Cluster>
      <Records found={kept as typeof found} columns={columns} idOf={(account) => account.id} name={t("title")} empty={t("empty")} />
    </Stack>
  );
}

function useColumns(): Column<AccountView>[] {
  const t = useText(text);
  const name = useName();
  const me = useMe();
  const { moment, several, yen } = useFormat();
  return [
    { key: "name", title: t("name"), show: (account) => <span><Link to={`/accounts/${account.id}`}>{account.name}</Link>{account.id === me.id && <Text size="S">{t("own")}</Text>}</span> },
    { key: "address", title: t("address"), isLong: true, show: (account) => account.mail_address },
    { key: "roles", title: t("role"), show: (account) => several(account.roles.map((held) => name(roles, held))) },
    { key: "limit", title: t("limit"), align: "right", show: (account) => (account.approval_limit_yen == null ? "－" : yen(account.approval_limit_yen)) },
    { key: "state", title: t("state"), show: (account) => <Standing account={account} /> },
    { key: "last", title: t("last"), show: (account) => (account.last_sign_in ? moment(account.last_sign_in.at) : t("never")) },
  ];
}

function Standing({ account }: { account: AccountView }) {
  const t = useText(text);
  const { moment } = useFormat();
  return (
    <Stack gap={0.25}>
      <StandingMarks account={account} />
      {account.invitation_ends_at && <Text size="S">{t("invited", { at: moment(account.invited_at) })}</Text>}
    </Stack>
  );
}
