// The second step of signing in: a code of the app, a passkey, or a recovery code.
import { Button, Heading, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { answer, api } from "~/api/client";
import { Form, TextField } from "~/form/form";
import { hasPasskeys, provePasskey } from "~/session/passkey";
import { Failure } from "~/show/failure";
import { useText, words } from "~/text/text";
import type { Asked, SessionView } from "./sign-in";

const text = words({
  title: { ja: "本人の確認", en: "Prove that it is you" },
  code: { ja: "認証アプリの6桁のコード", en: "The six figures that your app shows" },
  recovery: { ja: "リカバリーコード", en: "Recovery code" },
  recoveryHelp: { ja: "登録したときに控えたコードです。1つにつき1回使えます。", en: "One of those you wrote down; each is good once." },
  go: { ja: "確認してログイン", en: "Verify and sign in" },
  passkey: { ja: "パスキーで確認", en: "Use a passkey" },
  cancelled: { ja: "パスキーの確認が取り消されました。もう一度お試しください。", en: "The passkey was cancelled. Please try again." },
  useRecovery: { ja: "リカバリーコードを使う", en: "Use a recovery code" },
  useCode: { ja: "認証アプリのコードを使う", en: "Use the app's code" },
  back: { ja: "最初に戻る", en: "Start again" },
});

interface Props {
  asked: Asked;
  enter: (session: SessionView) => Promise<void>;
  back: () => void;
}

export function SecondFactor({ asked, enter, back }: Props) {
  const t = useText(text);
  const has = (kind: Asked["kinds"][number]) => asked.kinds.includes(kind);
  const [isRecovery, setRecovery] = useState(!has("totp"));
  const [error, setError] = useState<unknown>();
  const [isCancelled, setCancelled] = useState(false);
  const form = useForm({ defaultValues: { code: "", recovery_code: "" } });
  const verify = async (shown: object) => {
    await enter(await answer(api.POST("/api/sessions/second-factor", { body: { ticket: asked.ticket, ...shown } })));
  };
  const byPasskey = async () => {
    setError(undefined);
    setCancelled(false);
    if (!asked.passkey) return;
    const passkey = await provePasskey(asked.passkey).catch(() => setCancelled(true));
    if (passkey) await verify({ passkey }).catch(setError);
  };
  const send = (entered: { code: string; recovery_code: string }) =>
    verify(isRecovery ? { recovery_code: entered.recovery_code.trim() } : { code: entered.code.normalize("NFKC").replace(/\s/g, "") });
  return (
    <Stack gap={1.5}>
      <Heading type="blockTitle">{t("title")}</Heading>
      {asked.passkey && hasPasskeys() && (
        <Stack gap={0.5}>
          <Button variant="primary" wide onClick={() => void byPasskey()}>{t("passkey")}</Button>
          {isCancelled && <Text color="DANGER" role="alert">{t("cancelled")}</Text>}
          {error !== undefined && <Failure error={error} />}
        </Stack>
      )}
      {(has("totp") || has("recovery_code")) && (
        <Form form={form} send={send} action={t("go")} cancel={undefined}>
          {isRecovery ? (
            <TextField key="recovery" name="recovery_code" label={t("recovery")} help={t("recoveryHelp")} autoComplete="off" required />
          ) : (
            <TextField key="code" name="code" label={t("code")} inputMode="numeric" autoComplete="one-time-code" width="8em" required />
          )}
        </Form>
      )}
      {has("totp") && has("recovery_code") && (
        <Button variant="text" onClick={() => setRecovery(!isRecovery)}>{t(isRecovery ? "useCode" : "useRecovery")}</Button>
      )}
      <Button variant="text" onClick={back}>{t("back")}</Button>
    </Stack>
  );
}
