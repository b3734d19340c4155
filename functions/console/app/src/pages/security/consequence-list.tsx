// What a change of the sign-in policy would do, in words.
import { useQuery } from "@tanstack/react-query";
import { InformationPanel, Stack, Text, TextLink } from "smarthr-ui";
import { answer, api } from "~/api/client";
import { certificateDoor } from "~/certificate/door";
import { useAccounts } from "~/pages/accounts/known";
import { useFactors } from "~/pages/account/known";
import { isEnrolled } from "~/pages/account/ways";
import { useCertificates } from "~/pages/certificates/known";
import { useMe } from "~/session/me";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { type Consequence, type Policy, consequences } from "./consequences";

const text = words({
  stop: { ja: "この変更はできません", en: "This can't be done" },
  warning: { ja: "変更する前に", en: "Before you change it" },
  info: { ja: "確認事項", en: "Good to know" },
  locks_out_without: {
    ja: "今のログインは、有効なクライアント証明書を使っていません。変更すると自分がログインできなくなります。先に証明書をこの端末にインストールし、証明書用のアドレスからログインし直してください。",
    en: "You are signed in without a valid client certificate, and would lock yourself out. Install one on this machine and sign in through the address for certificates before.",
  },
  locks_out_not_own: {
    ja: "今のログインに使っている証明書は、あなたに発行したものではありません。先に「利用者」を自分にして証明書を発行し、それを使ってログインし直してください。",
    en: "The certificate that you are signed in with wasn't issued to you. Issue one to yourself, and sign in with it before.",
  },
  door: { ja: "証明書用のアドレスへ", en: "To the address for certificates" },
  certificates_needed: {
    ja: "証明書を入れていない端末で作業している人は、次の操作からできなくなります。有効な証明書は{count}件です。全員に行き渡っていることを確かめてください。",
    en: "Whoever works on a machine without a certificate is stopped at the next request. {count, plural, one {# certificate is} other {# certificates are}} valid: make sure that everybody has one.",
  },
  certificates_bound: {
    ja: "ほかの人の証明書や、利用者を限定しない証明書では、次の操作からログインできなくなります。",
    en: "Certificates of somebody else, and those issued to nobody, are no longer taken from the next request on.",
  },
  certificates_missing: { ja: "本人の証明書がまだない人：{names}", en: "Without a certificate of their own so far: {names}" },
  certificates_dropped: { ja: "証明書のない端末からも、パスワードだけでログインできるようになります。", en: "Everybody can sign in from any machine again." },
  certificates_any: { ja: "本人に発行したものでなくても、組織の有効な証明書であればログインできるようになります。", en: "Any valid certificate of the organization will do, whoever it was issued to." },
  enrol_self: { ja: "あなたはまだ二要素認証を登録していません。変更するとすぐに登録画面へ移ります。", en: "You have no second factor yet: you are led to enrol one at once." },
  enrol_others: { ja: "二要素認証を登録していない人は、次の操作から、登録するまで作業できなくなります。", en: "Whoever has none may do nothing but enrol one, from the next request on." },
  factors_dropped: { ja: "二要素認証を登録していない人は、パスワードだけでログインできるようになります。登録済みの人には、これまでどおり確認します。", en: "Whoever has none signs in with the password alone. Those who enrolled one are asked for it as before." },
});

/** The consequences of a change, by what is known of accounts and certificates. */
export function useConsequences(before: Policy, after: Policy): Consequence[] {
  const me = useMe();
  const sessions = useQuery({ queryKey: ["account", "sessions"], queryFn: () => answer(api.GET("/api/sessions")) });
  const factors = useFactors();
  const certificates = useCertificates(undefined);
  const accounts = useAccounts();
  if (!sessions.data || !factors.data || !certificates.data || !accounts.data) return [];
  const current = sessions.data.items.find((session) => session.current);
  return consequences(before, after, {
    me: { id: me.id, certificate: current?.certificate ?? undefined, hasFactor: isEnrolled(factors.data) },
    certificates: certificates.data.pages.flatMap((page) => page.items),
    accounts: accounts.data.pages.flatMap((page) => page.items),
    now: Date.now(),
  });
}

const WEIGHTS = ["stop", "warning", "info"] as const;
const panels = { stop: "error", warning: "warning", info: "info" } as const;

export function ConsequenceList({ expected }: { expected: Consequence[] }) {
  const t = useText(text);
  const { several } = useFormat();
  const door = certificateDoor(window.location);
  const said = ({ code, count, names }: Consequence) => t(code, { count, names: names && several(names) });
  return (
    <Stack gap={0.5}>
      {WEIGHTS.map((weight) => ({ weight, found: expected.filter((one) => one.weight === weight) }))
        .filter(({ found }) => found.length > 0)
        .map(({ weight, found }) => (
          <InformationPanel key={weight} type={panels[weight]} toggleable={false} title={t(weight)}>
            <Stack gap={0.5}>
              {found.map((one) => (
                <Text key={one.code}>{said(one)}</Text>
              ))}
              {door && found.some(({ code }) => code === "locks_out_without") && <TextLink href={door}>{t("door")}</TextLink>}
            </Stack>
          </InformationPanel>
        ))}
    </Stack>
  );
}
