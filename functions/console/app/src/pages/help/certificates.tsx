// How a machine gets its certificate.
import { Base } from "smarthr-ui";
import { InstallSteps } from "~/certificate/install";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "証明書のインストール方法", en: "How to install a certificate" },
  above: { ja: "ヘルプ", en: "Help" },
});

export function CertificateHelp() {
  const t = useText(text);
  return (
    <Page title={t("title")} above={{ to: "/help", name: t("above") }}>
      <Base padding={1.5} className="narrow"><InstallSteps /></Base>
    </Page>
  );
}
