// An authenticator app: enrolled by a picture that its camera reads, or by typing the secret.
import { useQueryClient } from "@tanstack/react-query";
import { QRCodeSVG } from "qrcode.react";
import { Base, Button, Cluster, Stack, StatusLabel, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { Form, TextField } from "~/form/form";
import { ProvenButton } from "~/session/proven-button";
import { CopyButton } from "~/show/copy";
import { Part } from "~/show/facts";
import { Failure } from "~/show/failure";
import { useTell } from "~/show/notice";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { FACTORS, type Factors } from "./known";
import { isEnrolled, waysWithout } from "./ways";

type Started = components["schemas"]["FactorTotpStartReply"];

const text = words({
  title: { ja: "認証アプリ", en: "Authenticator app" },
  about: { ja: "スマートフォンのアプリ（Google Authenticator、Microsoft Authenticatorなど）が表示する6桁のコードを使います。", en: "Six figures that an app on your phone shows, such as Google or Microsoft Authenticator." },
  enrolled: { ja: "登録済", en: "Enrolled" },
  since: { ja: "{at}に登録", en: "since {at}" },
  start: { ja: "認証アプリを登録", en: "Enrol an app" },
  scan: { ja: "1. アプリでQRコードを読み取ってください。", en: "1. Scan this with the app." },
  picture: { ja: "認証アプリに登録するQRコード", en: "QR code for the authenticator app" },
  secret: { ja: "読み取れないときは、次のキーをアプリに入力してください。", en: "If it can't be scanned, enter this key in the app." },
  show: { ja: "2. アプリに表示された6桁のコードを入力してください。", en: "2. Enter the six figures that the app shows." },
  code: { ja: "コード", en: "Code" },
  codeWrong: { ja: "6桁の数字を入力してください。", en: "Enter six figures." },
  until: { ja: "{until}までに入力してください。", en: "Until {until}." },
  confirm: { ja: "登録を完了", en: "Complete" },
  remove: { ja: "解除", en: "Remove" },
  removeTitle: { ja: "認証アプリの解除", en: "Remove the app" },
  removeAsk: { ja: "ログインのときに認証アプリのコードを使えなくなります。", en: "Its codes are no longer taken when you sign in." },
  removed: { ja: "認証アプリを解除しました。", en: "The app has been removed." },
  kept: { ja: "解除するには、先にパスキーを登録してください。アプリが使えなくなったときは、組織管理者に解除を依頼してください。", en: "To remove it, add a passkey first. If the app is lost, ask an administrator to remove it." },
});

interface Props {
  factors: Factors;
  added: (codes: string[] | null | undefined) => Promise<void>;
}

export function App({ factors, added }: Props) {
  const t = useText(text);
  const [started, setStarted] = useState<Started>();
  const [error, setError] = useState<unknown>();
  const start = () => {
    setError(undefined);
    answer(api.POST("/api/me/totp")).then(setStarted, setError);
  };
  const mayAdd = factors.shown || !isEnrolled(factors);
  return (
    <Part title={t("title")}>
      <Base padding={1.25}>
        <Stack gap={1} align="flex-start">
          {factors.totp_added_at ? (
            <Enrolled factors={factors} at={factors.totp_added_at} />
          ) : started ? (
            <Enrolment started={started} added={added} cancel={() => setStarted(undefined)} />
          ) : (
            <>
              <Text>{t("about")}</Text>
              {mayAdd && <Button onClick={start}>{t("start")}</Button>}
              {error !== undefined && <Failure error={error} retry={start} />}
            </>
          )}
        </Stack>
      </Base>
    </Part>
  );
}

function Enrolment({ started, added, cancel }: Pick<Props, "added"> & { started: Started; cancel: () => void }) {
  const t = useText(text);
  const { moment } = useFormat();
  const form = useForm({ defaultValues: { code: "" } });
  const plain = (code: string) => code.normalize("NFKC").replace(/\s/g, "");
  const send = async ({ code }: { code: string }) => {
    const { recovery_codes } = await answer(api.POST("/api/me/totp/confirm", { body: { code: plain(code) } }));
    await added(recovery_codes);
  };
  // In fours, as people read it out.
  const secret = started.secret.match(/.{1,4}/g)?.join(" ") ?? started.secret;
  return (
    <Stack gap={1}>
      <Text>{t("scan")}</Text>
      <div className="picture"><QRCodeSVG value={started.otpauth_url} size={192} marginSize={4} title={t("picture")} /></div>
      <Text>{t("secret")}</Text>
      <Cluster gap={0.5} align="center">
        <code className="secret">{secret}</code>
        <CopyButton content={started.secret} />
      </Cluster>
      <Text>{t("show")}</Text>
      <Form form={form} send={send} action={t("confirm")} cancel={cancel}>
        <TextField name="code" label={t("code")} help={t("until", { until: moment(started.expires_at) })} inputMode="numeric" autoComplete="one-time-code" width="8em" required check={(code) => (/^\d{6}$/.test(plain(code)) ? undefined : t("codeWrong"))} />
      </Form>
    </Stack>
  );
}

function Enrolled({ factors, at }: { factors: Factors; at: string }) {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const { moment } = useFormat();
  const ways = waysWithout(factors, "totp");
  const remove = async (proof: object) => {
    await answer(api.POST("/api/me/second-factors/{id}/remove", { params: { path: { id: "totp" } }, body: proof }));
    tell({ kind: "success", said: t("removed") });
    await known.invalidateQueries({ queryKey: FACTORS });
  };
  return (
    <>
      <Cluster gap={0.5} align="center">
        <StatusLabel type="green">{t("enrolled")}</StatusLabel>
        <Text>{t("since", { at: moment(at) })}</Text>
      </Cluster>
      {ways.length > 0 ? (
        <ProvenButton action={t("remove")} title={t("removeTitle")} ways={ways} act={remove} size="s">
          <Text>{t("removeAsk")}</Text>
        </ProvenButton>
      ) : (
        <Text size="S" color="TEXT_GREY">{t("kept")}</Text>
      )}
    </>
  );
}
