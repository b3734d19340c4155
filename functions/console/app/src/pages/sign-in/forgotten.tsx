// Asking for a mail with which to set a new password. What is said doesn't tell whether anybody has the address.
import { Base, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import { Form, TextField } from "~/form/form";
import { Outside } from "~/shell/outside";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "パスワードの再設定", en: "Set a new password" },
  about: { ja: "登録したメールアドレスに、パスワードを設定するための案内を送ります。", en: "We mail a link for setting a new password to your registered address." },
  address: { ja: "メールアドレス", en: "Mail address" },
  go: { ja: "案内を送る", en: "Send the link" },
  sent: { ja: "登録されているアドレスであれば、案内をお送りしました。リンクは30分間有効です。届かないときは、迷惑メールもご確認ください。", en: "If the address is registered, a link is on its way; it is good for 30 minutes. If nothing arrives, look among unwanted mail, too." },
  invited: {
    ja: "招待されてまだパスワードを設定していない方には届きません。招待メールのリンクから設定してください。リンクの期限が切れているときは、組織管理者に招待し直してもらってください。",
    en: "Whoever was invited and has no password yet gets none: use the link in the invitation, and if it has expired, ask your administrator to invite you again.",
  },
  back: { ja: "ログインへ戻る", en: "Back to sign-in" },
});

export function Forgotten() {
  const t = useText(text);
  const form = useForm({ defaultValues: { mail_address: "" } });
  const [isSent, setSent] = useState(false);
  const send = async ({ mail_address }: { mail_address: string }) => {
    await answer(api.POST("/api/password-resets", { body: { mail_address: mail_address.trim() } }));
    setSent(true);
  };
  return (
    <Outside title={t("title")}>
      <Base padding={1.5}>
        <Stack gap={1.5}>
          {isSent ? (
            <Stack gap={0.5} role="status">
              <Text>{t("sent")}</Text>
              <Text>{t("invited")}</Text>
            </Stack>
          ) : (
            <>
              <Text>{t("about")}</Text>
              <Form form={form} send={send} action={t("go")}>
                <TextField name="mail_address" label={t("address")} type="email" autoComplete="username" required />
              </Form>
            </>
          )}
          <Link to="/sign-in">{t("back")}</Link>
        </Stack>
      </Base>
    </Outside>
  );
}
