// Signing in: mail address and password, then a second factor where the account has one.
import { useQueryClient } from "@tanstack/react-query";
import { Base, InformationPanel, Stack, Text, TextLink } from "smarthr-ui";
import { lazy, Suspense, useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { answer, api } from "~/api/client";
import { asProblem } from "~/api/problem";
import type { components } from "~/api/schema";
import { certificateRefusal } from "~/certificate/refusal";
import { Form, TextField } from "~/form/form";
import { keepEnd } from "~/session/end";
import { signInAs } from "~/session/whose";
import { placeAfter } from "~/session/way";
import { Waiting } from "~/show/waiting";
import { Outside } from "~/shell/outside";
import { useText, words } from "~/text/text";
import { SecondFactor } from "./second-factor";

// Most people never see it.
const CertificateRefused = lazy(async () => ({ default: (await import("~/certificate/refused")).CertificateRefused }));

export type Asked = components["schemas"]["Asked"];
export type SessionView = components["schemas"]["SessionView"];

const text = words({
  title: { ja: "ログイン", en: "Sign in" },
  address: { ja: "メールアドレス", en: "Mail address" },
  password: { ja: "パスワード", en: "Password" },
  go: { ja: "ログイン", en: "Sign in" },
  forgotten: { ja: "パスワードを忘れたとき", en: "Forgotten your password?" },
  ended: { ja: "ログインが終了しました。もう一度ログインすると、元のページに戻ります。保険金請求の入力は下書きとして残っています。", en: "Your session has ended. Sign in again to come back to where you were; what you entered of a claim is kept as a draft." },
  endedTitle: { ja: "もう一度ログインしてください", en: "Please sign in again" },
  help: { ja: "お困りのときは、サポート窓口へ", en: "Need help? Ask the support desk" },
});

export function SignIn() {
  const t = useText(text);
  const [parameters] = useSearchParams();
  const place = useLocation();
  const navigate = useNavigate();
  const known = useQueryClient();
  const form = useForm({ defaultValues: { mail_address: "", password: "" } });
  const [asked, setAsked] = useState<Asked>();
  const [refused, setRefused] = useState<unknown>();
  useEffect(() => form.setFocus("mail_address"), [form]);
  const enter = async (session: SessionView) => {
    keepEnd(session);
    signInAs(session.account);
    known.clear();
    await navigate(placeAfter(parameters.get("return")), { replace: true });
  };
  const send = async (entered: { mail_address: string; password: string }) => {
    const body = { mail_address: entered.mail_address.trim(), password: entered.password };
    try {
      const reply = await answer(api.POST("/api/sessions", { body }));
      if ("second_factor" in reply) setAsked(reply.second_factor);
      else await enter(reply);
    } catch (failed) {
      if (!certificateRefusal(asProblem(failed))) throw failed;
      setRefused(failed);
    }
  };
  const code = certificateRefusal(asProblem(refused));
  const hasEnded = Boolean((place.state as { ended?: boolean } | null)?.ended);
  return (
    <Outside title={t("title")}>
      <Base padding={1.5}>
        {code ? (
          <Suspense fallback={<Waiting />}><CertificateRefused code={code} requestId={asProblem(refused).requestId} back={() => setRefused(undefined)} /></Suspense>
        ) : asked ? (
          <SecondFactor asked={asked} enter={enter} back={() => setAsked(undefined)} />
        ) : (
          <Stack gap={1.5}>
            {hasEnded && (
              <InformationPanel type="info" toggleable={false} title={t("endedTitle")}>
                <Text>{t("ended")}</Text>
              </InformationPanel>
            )}
            <Form form={form} send={send} action={t("go")}>
              <TextField name="mail_address" label={t("address")} type="email" autoComplete="username" required />
              <TextField name="password" label={t("password")} type="password" autoComplete="current-password" required />
            </Form>
            <Link to="/forgotten-password">{t("forgotten")}</Link>
          </Stack>
        )}
      </Base>
      <div><TextLink href="/inquiry">{t("help")}</TextLink></div>
    </Outside>
  );
}

