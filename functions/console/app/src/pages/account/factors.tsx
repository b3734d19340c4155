// One's second factors: an authenticator app, passkeys, and recovery codes for the day on which neither is at hand.
import { useQueryClient } from "@tanstack/react-query";
import { Button, InformationPanel, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import type { FactorWay } from "~/session/way";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { App } from "./app";
import { type Factors, useFactors } from "./known";
import { Passkeys } from "./passkeys";
import { RecoveryCodes, RenewCodes } from "./recovery-codes";
import { isEnrolled } from "./ways";

const text = words({
  title: { ja: "二要素認証の設定", en: "Second factors" },
  above: { ja: "自分の設定", en: "Your settings" },
  about: {
    ja: "ログインのとき、パスワードに加えて、認証アプリのコードかパスキーで本人を確認します。どちらか一方でも使えますが、両方あると、片方をなくしても困りません。",
    en: "Beside your password, an app's code or a passkey shows that it is you. One of them will do; with both, you can lose one.",
  },
  needed: { ja: "組織の方針により、二要素認証の登録が必要です", en: "Your organization demands a second factor" },
  neededDo: { ja: "認証アプリかパスキーのどちらかを登録すると、続けて利用できます。", en: "Enrol an app or a passkey below, and go on." },
  again: { ja: "もう一度ログインして、二要素認証で確認してください", en: "Sign in again with your second factor" },
  againDo: { ja: "このログインでは二要素認証をまだ確認していません。追加や変更には、もう一度ログインする必要があります。", en: "None was shown in this session yet. To add or change any, sign in again." },
  signIn: { ja: "もう一度ログイン", en: "Sign in again" },
  added: { ja: "二要素認証を登録しました。", en: "The second factor has been added." },
});

export function SecondFactors() {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const navigate = useNavigate();
  const way = useLocation().state as FactorWay | null;
  const found = useFactors();
  const [codes, setCodes] = useState<string[]>();
  const goOn = async () => {
    setCodes(undefined);
    if (way?.needed) await navigate(way.from, { replace: true });
  };
  const added = async (fresh: string[] | null | undefined) => {
    tell({ kind: "success", said: t("added") });
    setCodes(fresh ?? undefined);
    // What was refused for want of a factor is asked for anew.
    await known.invalidateQueries();
    if (!fresh) await goOn();
  };
  return (
    <Page title={t("title")} above={{ to: "/account", name: t("above") }}>
      {codes ? (
        <RecoveryCodes codes={codes} goOn={() => void goOn()} />
      ) : (
        <Loaded found={found}>
          {(factors) => (
            <Stack gap={2}>
              <Told factors={factors} isNeeded={Boolean(way?.needed)} />
              <App factors={factors} added={added} />
              <Passkeys factors={factors} added={added} />
              {isEnrolled(factors) && <RenewCodes factors={factors} renewed={setCodes} />}
            </Stack>
          )}
        </Loaded>
      )}
    </Page>
  );
}

function Told({ factors, isNeeded }: { factors: Factors; isNeeded: boolean }) {
  const t = useText(text);
  const known = useQueryClient();
  const navigate = useNavigate();
  const signInAgain = async () => {
    await answer(api.DELETE("/api/sessions/current")).catch(() => {});
    known.clear();
    await navigate("/sign-in?return=%2Faccount%2Fsecond-factors");
  };
  if (isEnrolled(factors) && !factors.shown) {
    return (
      <InformationPanel type="warning" toggleable={false} title={t("again")}>
        <Stack gap={1} align="flex-start">
          <Text>{t("againDo")}</Text>
          <Button variant="primary" onClick={() => void signInAgain()}>{t("signIn")}</Button>
        </Stack>
      </InformationPanel>
    );
  }
  if (isNeeded && !isEnrolled(factors)) {
    return (
      <InformationPanel type="warning" toggleable={false} title={t("needed")}>
        <Text>{t("neededDo")}</Text>
      </InformationPanel>
    );
  }
  return <Text>{t("about")}</Text>;
}
