// One account: what it is, what can be done with it, where it is signed in, and what was done with it.
import { useQuery } from "@tanstack/react-query";
import { AnchorButton, Cluster, InformationPanel, Text } from "smarthr-ui";
import { Link, useParams } from "react-router";
import { api, versioned } from "~/api/client";
import { useMay, useMe } from "~/session/me";
import { Beside, Fact, Facts, Part } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { OnlyPage } from "~/show/only";
import { RecordTimeline } from "~/show/record-timeline";
import { useFormat } from "~/text/format";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { AccountSessions } from "./account-sessions";
import { type AccountView, accountKey } from "./known";
import { hasExpired } from "./standing";
import { StandingMarks } from "./standing-marks";
import { Steps, StoppedMail } from "./steps";

const text = words({
  title: { ja: "アカウント", en: "Account" },
  list: { ja: "アカウント", en: "Accounts" },
  change: { ja: "変更", en: "Change" },
  facts: { ja: "登録内容", en: "What is known" },
  address: { ja: "メールアドレス", en: "Mail address" },
  state: { ja: "状態", en: "State" },
  roles: { ja: "権限", en: "Roles" },
  limit: { ja: "承認限度額", en: "Approval limit" },
  none: { ja: "なし", en: "None" },
  invited: { ja: "招待日時", en: "Invited" },
  until: { ja: "招待の期限", en: "Invitation ends" },
  expired: { ja: "招待のリンクの期限が切れています", en: "The link of the invitation has expired" },
  expiredAbout: { ja: "この人はパスワードを設定できません。「招待し直す」で、新しいリンクを送ってください。", en: "No password can be set with it. Invite again to send a new one." },
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
  const may = useMay();
  const { id = "" } = useParams();
  const found = useQuery({ queryKey: accountKey(id), queryFn: () => versioned(api.GET("/api/accounts/{id}", { params: { path: { id } } })), enabled: may("administrator") });
  const account = found.data?.data;
  const change = account && <AnchorButton elementAs={Link} to={`/accounts/${id}/change`}>{t("change")}</AnchorButton>;
  return (
    <OnlyPage role="administrator" title={account?.name ?? t("title")} above={{ to: "/accounts", name: t("list") }} actions={change}>
      <Loaded found={found}>
        {({ data, version }) => (
          <Beside aside={<RecordTimeline collection="accounts" id={id} />}>
            <Whole account={data} version={version} />
          </Beside>
        )}
      </Loaded>
    </OnlyPage>
  );
}

function Whole({ account, version }: { account: AccountView; version: string | undefined }) {
  const t = useText(text);
  const me = useMe();
  const isOwn = account.id === me.id;
  return (
    <>
      <Known account={account} />
      {hasExpired(account, Date.now()) && (
        <InformationPanel type="warning" toggleable={false} title={t("expired")}>
          <Text>{t("expiredAbout")}</Text>
        </InformationPanel>
      )}
      {account.mail_suppression && <StoppedMail account={account} version={version} />}
      <Part title={t("steps")}>
        {isOwn && <Text>{t("own")}<Link to="/account">{t("ownLink")}</Link>{t("ownEnd")}</Text>}
        <Cluster gap={0.5}><Steps account={account} version={version} isOwn={isOwn} /></Cluster>
      </Part>
      {!isOwn && <Part title={t("sessions")}><AccountSessions account={account} /></Part>}
    </>
  );
}

function Known({ account }: { account: AccountView }) {
  const t = useText(text);
  const name = useName();
  const { moment, several, yen } = useFormat();
  const last = account.last_sign_in;
  return (
    <Part title={t("facts")}>
      <Facts>
        <Fact term={t("address")}>{account.mail_address}</Fact>
        <Fact term={t("state")}><StandingMarks account={account} /></Fact>
        <Fact term={t("roles")}>{several(account.roles.map((held) => name(roles, held)))}</Fact>
        <Fact term={t("limit")}>{account.approval_limit_yen == null ? t("none") : yen(account.approval_limit_yen)}</Fact>
        <Fact term={t("last")}>{last ? [moment(last.at), last.address, last.certificate && t("certificate")].filter(Boolean).join(" / ") : t("none")}</Fact>
        <Fact term={t("invited")}>{moment(account.invited_at)}</Fact>
        {account.invitation_ends_at && <Fact term={t("until")}>{moment(account.invitation_ends_at)}</Fact>}
      </Facts>
    </Part>
  );
}
