// Recovery codes: shown once, to be kept on paper or in a safe place.
import { Base, Button, Cluster, InformationPanel, Stack, Text } from "smarthr-ui";
import { useEffect, useRef } from "react";
import { answer, api } from "~/api/client";
import { ProvenButton } from "~/session/proven-button";
import { CopyButton } from "~/show/copy";
import { Part } from "~/show/facts";
import { useText, words } from "~/text/text";
import type { Factors } from "./known";
import { factorWays } from "./ways";

const text = words({
  title: { ja: "リカバリーコード", en: "Recovery codes" },
  warning: { ja: "この画面でしか表示されません", en: "These are shown here and nowhere else" },
  about: {
    ja: "電話機や鍵をなくしたとき、コード1つで1回ログインできます。印刷するかコピーして、パスワードとは別の安全な場所に保管してください。",
    en: "If phone or key is lost, each of these signs you in once. Print or copy them, and keep them safe and apart from your password.",
  },
  copy: { ja: "すべてコピー", en: "Copy all" },
  print: { ja: "印刷", en: "Print" },
  done: { ja: "保管したので次へ", en: "I have kept them" },
  left: { ja: "残り{count}個です。", en: "{count, plural, one {# is} other {# are}} left." },
  few: { ja: "残りが少なくなっています。再発行してください。", en: "Few are left: renew them." },
  renew: { ja: "再発行", en: "Renew" },
  renewAsk: { ja: "新しいコードを発行します。これまでのコードはすべて使えなくなります。", en: "You get new ones. All older ones are void." },
});

const FEW = 3;

/** Codes that were just made. */
export function RecoveryCodes({ codes, goOn }: { codes: string[]; goOn: () => void }) {
  const t = useText(text);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="told narrow" role="group" aria-label={t("title")}>
      <Part title={t("title")}>
        <InformationPanel type="warning" toggleable={false} title={t("warning")}>
          <Stack gap={1}>
            <Text>{t("about")}</Text>
            <ul className="codes">
              {codes.map((code) => (
                <li key={code}><code>{code}</code></li>
              ))}
            </ul>
            <Cluster gap={0.5}>
              <CopyButton content={codes.join("\n")} label={t("copy")} />
              <Button size="s" onClick={() => window.print()}>{t("print")}</Button>
            </Cluster>
          </Stack>
        </InformationPanel>
        <div><Button variant="primary" onClick={goOn}>{t("done")}</Button></div>
      </Part>
    </div>
  );
}

/** How many are left, and new ones. */
export function RenewCodes({ factors, renewed }: { factors: Factors; renewed: (codes: string[]) => void }) {
  const t = useText(text);
  const left = factors.recovery_codes_left;
  const renew = async (proof: object) => renewed((await answer(api.POST("/api/me/recovery-codes", { body: proof }))).recovery_codes);
  return (
    <Part title={t("title")}>
      <Base padding={1.25}>
        <Stack gap={1} align="flex-start">
          <Text>{t("left", { count: left })}{left <= FEW && t("few")}</Text>
          {factors.shown && (
            <ProvenButton action={t("renew")} title={t("title")} ways={factorWays(factors)} act={renew}>
              <Text>{t("renewAsk")}</Text>
            </ProvenButton>
          )}
        </Stack>
      </Base>
    </Part>
  );
}
