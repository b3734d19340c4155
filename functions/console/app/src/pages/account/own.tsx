// One's own account: who one is, one's password and second factors, where one is signed in, and the language.
import { AnchorButton, Base, Fieldset, RadioButton, Stack, Text } from "smarthr-ui";
import { Link } from "react-router";
import { useMe } from "~/session/me";
import { ENROLMENT } from "~/session/way";
import { Fact, Facts, Part } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { useFormat } from "~/text/format";
import { useLanguage } from "~/text/language";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { useFactors } from "./known";
import { OwnSessions } from "./own-sessions";
import { isEnrolled } from "./ways";

const text = words({
  title: { ja: "自分の設定", en: "Your settings" },
  who: { ja: "アカウント", en: "Account" },
  whoHelp: { ja: "氏名と権限は、組織管理者が変更します。", en: "Name and roles are changed by an administrator." },
  name: { ja: "氏名", en: "Name" },
  address: { ja: "メールアドレス", en: "Mail address" },
  organization: { ja: "組織", en: "Organization" },
  roles: { ja: "権限", en: "Roles" },
  limit: { ja: "承認限度額", en: "Approval limit" },
  password: { ja: "パスワード", en: "Password" },
  passwordHelp: { ja: "ほかで使っていない、15文字以上のものにしてください。", en: "At least 15 characters, used nowhere else." },
  passwordGo: { ja: "パスワードを変更", en: "Change the password" },
  factors: { ja: "二要素認証", en: "Second factors" },
  factorsOn: { ja: "登録済みです。ログインのとき、パスワードに加えて確認します。", en: "Enrolled: asked for beside the password when you sign in." },
  factorsOff: { ja: "登録していません。パスワードが知られても、ほかの人がログインできないようにします。", en: "None yet. With one, nobody else can sign in even with your password." },
  factorsGo: { ja: "二要素認証の設定", en: "Set up second factors" },
  sessions: { ja: "ログイン中の端末", en: "Sessions" },
  language: { ja: "言語", en: "Language" },
  languageHelp: { ja: "このブラウザーで使う言語です。", en: "In this browser." },
});

export function OwnAccount() {
  const t = useText(text);
  return (
    <Page title={t("title")}>
      <Who />
      <Part title={t("password")}>
        <Base padding={1.25}>
          <Stack gap={0.75} align="flex-start">
            <Text>{t("passwordHelp")}</Text>
            <AnchorButton elementAs={Link} to="/account/password">{t("passwordGo")}</AnchorButton>
          </Stack>
        </Base>
      </Part>
      <Factors />
      <Part title={t("sessions")}><OwnSessions /></Part>
      <Languages />
    </Page>
  );
}

function Who() {
  const t = useText(text);
  const me = useMe();
  const name = useName();
  const { several, yen } = useFormat();
  return (
    <Part title={t("who")}>
      <Facts>
        <Fact term={t("name")}>{me.name}</Fact>
        <Fact term={t("address")}>{me.mail_address}</Fact>
        <Fact term={t("organization")}>{me.organization.name}</Fact>
        <Fact term={t("roles")}>{several(me.roles.map((role) => name(roles, role)))}</Fact>
        {me.approval_limit_yen != null && <Fact term={t("limit")}>{yen(me.approval_limit_yen)}</Fact>}
      </Facts>
      <Text size="S" color="TEXT_GREY">{t("whoHelp")}</Text>
    </Part>
  );
}

function Factors() {
  const t = useText(text);
  const found = useFactors();
  return (
    <Part title={t("factors")}>
      <Base padding={1.25}>
        <Stack gap={0.75} align="flex-start">
          <Loaded found={found} rows={1}>{(factors) => <Text>{t(isEnrolled(factors) ? "factorsOn" : "factorsOff")}</Text>}</Loaded>
          <AnchorButton elementAs={Link} to={ENROLMENT}>{t("factorsGo")}</AnchorButton>
        </Stack>
      </Base>
    </Part>
  );
}

function Languages() {
  const t = useText(text);
  const { locale, choose } = useLanguage();
  return (
    <Part title={t("language")}>
      <Base padding={1.25}>
        <Fieldset legend={{ text: t("language"), unrecommendedHide: true }} helpMessage={t("languageHelp")}>
          <Stack gap={0.25}>
            <RadioButton name="language" lang="ja" checked={locale === "ja"} onChange={() => choose("ja")}>日本語</RadioButton>
            <RadioButton name="language" lang="en" checked={locale === "en"} onChange={() => choose("en")}>English</RadioButton>
          </Stack>
        </Fieldset>
      </Base>
    </Part>
  );
}
