// A client certificate that is missing, or doesn't hold: why one can't come in, and what to do about it.
import { AccordionPanel, AccordionPanelContent, AccordionPanelItem, AccordionPanelTrigger, AnchorButton, Button, Cluster, InformationPanel, Stack, Text } from "smarthr-ui";
import { useText, words } from "~/text/text";
import { certificateDoor } from "./door";
import { InstallSteps } from "./install";
import type { CertificateRefusal } from "./refusal";

const text = words({
  certificate_needed: { ja: "クライアント証明書が必要です", en: "A client certificate is needed" },
  certificate_neededDo: {
    ja: "あなたの組織では、クライアント証明書を入れた端末からだけログインできます。管理者から受け取った証明書をこの端末にインストールし、証明書用のアドレスからログインしてください。",
    en: "Your organization lets in only machines with a client certificate. Install the one that you got from your administrator, and sign in through the address for certificates.",
  },
  certificate_unknown: { ja: "この証明書では入れません", en: "This certificate isn't known here" },
  certificate_unknownDo: {
    ja: "ブラウザーが示した証明書は、このサービスが発行したものではありません。ブラウザーをすべて閉じて開き直し、正しい証明書を選んでください。",
    en: "The certificate that your browser showed wasn't issued here. Close the browser wholly, open it again, and choose the right one.",
  },
  certificate_revoked: { ja: "この証明書は失効しています", en: "This certificate was revoked" },
  certificate_revokedDo: {
    ja: "組織の管理者が失効させた証明書です。新しい証明書の発行を管理者に依頼し、古い証明書は端末から削除してください。",
    en: "An administrator revoked it. Ask for a new one, and remove the old one from this machine.",
  },
  certificate_expired: { ja: "この証明書は有効期限が切れています", en: "This certificate has expired" },
  certificate_expiredDo: {
    ja: "新しい証明書の発行を管理者に依頼し、古い証明書は端末から削除してください。",
    en: "Ask your administrator for a new one, and remove the old one from this machine.",
  },
  certificate_foreign: { ja: "ほかの組織の証明書です", en: "This certificate belongs to another organization" },
  certificate_foreignDo: {
    ja: "ブラウザーをすべて閉じて開き直し、ログインするアカウントの組織の証明書を選んでください。",
    en: "Close the browser wholly, open it again, and choose the certificate of the organization whose account you use.",
  },
  certificate_not_own: { ja: "ほかの人に発行された証明書です", en: "This certificate was issued to somebody else" },
  certificate_not_ownDo: {
    ja: "あなたの組織では、本人に発行された証明書だけを使えます。ブラウザーをすべて閉じて開き直し、ご自分の証明書を選んでください。",
    en: "Your organization takes only certificates issued to the account itself. Close the browser wholly, open it again, and choose your own.",
  },
  door: { ja: "証明書用のアドレスへ", en: "To the address for certificates" },
  install: { ja: "証明書のインストール方法", en: "How to install a certificate" },
  back: { ja: "ログインへ戻る", en: "Back to sign-in" },
  request: { ja: "お問い合わせのときは、この番号をお知らせください：{id}", en: "If you ask the support desk, give this number: {id}" },
});

interface Props {
  code: CertificateRefusal;
  requestId: string | undefined;
  back?: () => void;
}

export function CertificateRefused({ code, requestId, back }: Props) {
  const t = useText(text);
  const door = code === "certificate_needed" ? certificateDoor(window.location) : undefined;
  return (
    <Stack gap={1.5}>
      <InformationPanel type="warning" toggleable={false} title={t(code)} role="alert">
        <Stack gap={1}>
          <Text>{t(`${code}Do`)}</Text>
          {requestId && <Text size="S" color="TEXT_GREY">{t("request", { id: requestId })}</Text>}
        </Stack>
      </InformationPanel>
      <Cluster gap={0.5}>
        {door && <AnchorButton href={door} variant="primary">{t("door")}</AnchorButton>}
        {back && <Button onClick={back}>{t("back")}</Button>}
      </Cluster>
      <AccordionPanel>
        <AccordionPanelItem name="install">
          <AccordionPanelTrigger>{t("install")}</AccordionPanelTrigger>
          <AccordionPanelContent><InstallSteps /></AccordionPanelContent>
        </AccordionPanelItem>
      </AccordionPanel>
    </Stack>
  );
}
