// ヘルプ: where to ask, who answers for what, and how a machine gets its certificate.
import { Base, Heading, Section, Stack, Text } from "smarthr-ui";
import { Link } from "react-router";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "ヘルプ", en: "Help" },
  inquiry: { ja: "お問い合わせ", en: "Ask the support desk" },
  inquiryAbout: { ja: "使い方が分からないとき、うまくいかないとき、サポート窓口へ送れます。受付番号をお返しします。", en: "When you don't know how, or something doesn't work. You get a number to refer to." },
  certificates: { ja: "証明書のインストール方法", en: "How to install a certificate" },
  certificatesAbout: { ja: "管理者から受け取ったクライアント証明書を、Windows、macOS、ブラウザーに入れる手順です。", en: "How the client certificate that you got from your administrator gets into Windows, macOS and browsers." },
  responsibilities: { ja: "責任分界", en: "Who answers for what" },
  responsibilitiesAbout: { ja: "運営者とお客様が、それぞれ何に責任を負うかをまとめています。", en: "What the operator answers for, and what you do." },
  notices: { ja: "お知らせと障害の経過", en: "Notices and incidents" },
  noticesAbout: { ja: "変更、メンテナンス、障害の報告を確認できます。", en: "Changes, maintenance, and reports of incidents." },
});

const PLACES = [
  { name: "inquiry", to: "/help/inquiry" },
  { name: "certificates", to: "/help/certificates" },
  { name: "responsibilities", to: "/help/responsibilities" },
  { name: "notices", to: "/notices" },
] as const;

export function Help() {
  const t = useText(text);
  return (
    <Page title={t("title")}>
      <div className="cards">
        {PLACES.map(({ name, to }) => (
          <Base key={name} padding={1.25}>
            <Section>
              <Stack gap={0.5}>
                <Heading type="blockTitle"><Link to={to}>{t(name)}</Link></Heading>
                <Text>{t(`${name}About`)}</Text>
              </Stack>
            </Section>
          </Base>
        ))}
      </div>
    </Page>
  );
}
