// One account: what it is, what can be done with it, where it is signed in, and what was done with it.
import { useQuery } from "@tanstack/react-query";
import { AnchorButton, Base, Cluster, DefinitionList, DefinitionListItem, Heading, Section, Stack, Text } from "smarthr-ui";
import { Link, useParams } from "react-router";
import { api, versioned } from "~/api/client";
import { useMe } from "~/session/me";
import { roleNames } from "~/session/role-names";
import { Failure } from "~/show/failure";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { AccountSessions } from "./account-sessions";
import { type AccountView, accountKey } from "./known";
import { StandingMarks } from "./standing-marks";
import { Steps, StoppedMail } from "./steps";

const text = words({
  title: { ja: "アカウント", en: "Account" },
  list: { ja: "アカウント", en: "Accounts" },
  change: { ja: "変更", en: "Change" },
  address: { ja: "メールアドレス", en: "Mail address" },
  state: { ja: "状態", en: "State" },
  roles: { ja: "権限", en: "Roles" },
  limit: { ja: "承認限度額", en: "Approval limit" },
  none: { ja: "なし", en: "None" },
  invited: { ja: "招待日時", en: "Invited" },
  last: { ja: "最終ログイン", en: "Last sign-in" },
  certificate: { ja: "クライアント証明書あり", en: "with a client certificate" },
  own: { ja: "自分のパスワード、二要素認証、ログイン中の端末は、", en: "Your own password, second factors and sessions are under " },
  ownLink: { ja: "自分の設定", en: "your settings" },
  ownEnd: { ja: "で変更できます。", en: "." },
  steps: { ja: "このアカウントの操作", en: "What can be done" },
  sessions: { ja: "ログイン中の端末", en: "Sessions" },
});

export function AccountPage() {
  const t = useText(text);
  const { id = "" } = useParams();
  const me = useMe();
  const found = useQuery({ queryKey: accountKey(id), queryFn: () => versioned(api.GET("/api/accounts/{id}", { params: { path: { id } } })) });
  const account = found.data?.data;
  const isOwn = account?.id === me.id;
  const change = account && <AnchorButton elementAs={Link} to={`/accounts/${id}/change`}>{t("change")}</AnchorButton>;
  return (
    <Page title={account?.name ?? t("title")} above={{ to: "/accounts", name: t("list") }} actions={change}>
      {found.isPending && <WaitingRows />}
      {!account && found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {account && (
        <>
          <Facts account={account} />
          {account.mail_suppression && <StoppedMail account={account} version={found.data?.version} />}
          <Section>
            <Stack gap={0.75}>
              <Heading type="blockTitle">{t("steps")}</Heading>
              {isOwn && <Text>{t("own")}<Link to="/account">{t("ownLink")}</Link>{t("ownEnd")}</Text>}
              <Cluster gap={0.5}><Steps account={account} version={found.data?.version} isOwn={isOwn} /></Cluster>
            </Stack>
          </Section>
          {!isOwn && (
            <Section>
              <Stack gap={0.75}>
                <Heading type="blockTitle">{t("sessions")}</Heading>
                <AccountSessions account={account} />
              </Stack>
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

function Facts({ account }: { account: AccountView }) {
  const t = useText(text);
  const role = useText(roleNames);
  const { moment, yen } = useFormat();
  const last = account.last_sign_in;
  return (
    <Base padding={1.5}>
      <DefinitionList>
        <DefinitionListItem term={t("address")} maxColumns={2}>{account.mail_address}</DefinitionListItem>
        <DefinitionListItem term={t("state")} maxColumns={2}><StandingMarks account={account} /></DefinitionListItem>
        <DefinitionListItem term={t("roles")} maxColumns={2}>{account.roles.map((held) => role(held)).join("、")}</DefinitionListItem>
        <DefinitionListItem term={t("limit")} maxColumns={2}>{account.approval_limit_yen == null ? t("none") : yen(account.approval_limit_yen)}</DefinitionListItem>
        <DefinitionListItem term={t("last")} maxColumns={2}>{last ? [moment(last.at), last.address, last.certificate && t("certificate")].filter(Boolean).join(" / ") : t("none")}</DefinitionListItem>
        <DefinitionListItem term={t("invited")} maxColumns={2}>{moment(account.created_at)}</DefinitionListItem>
      </DefinitionList>
    </Base>
  );
}
