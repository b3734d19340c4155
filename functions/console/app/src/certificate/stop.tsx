// What stands in place of the console where a certificate keeps out who is signed in.
import { Base } from "smarthr-ui";
import { Outside } from "~/shell/outside";
import { useText, words } from "~/text/text";
import type { CertificateRefusal } from "./refusal";
import { CertificateRefused } from "./refused";

const text = words({ title: { ja: "クライアント証明書の確認", en: "Client certificate" } });

export function CertificateStop({ code, requestId }: { code: CertificateRefusal; requestId: string | undefined }) {
  const t = useText(text);
  return (
    <Outside title={t("title")}>
      <Base padding={1.5}>
        <CertificateRefused code={code} requestId={requestId} back={() => window.location.assign("/sign-in")} />
      </Base>
    </Outside>
  );
}
