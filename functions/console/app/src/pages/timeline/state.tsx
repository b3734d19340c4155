// The proof state of an entry: sealed and verified, sealed, still to be sealed, or not as it was sealed.
import { Button, StatusLabel, Text } from "smarthr-ui";
import type { components } from "~/api/schema";
import { useReason } from "~/show/failure";
import { dayInJapan, moment } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Entry } from "./proof";
import { sealState } from "./seals";
import type { Verdict } from "./verifying";

type Seal = components["schemas"]["Seal"];

const text = words({
  verified: { ja: "{at} に封印・検証済み", en: "sealed {at}, verified" },
  sealed: { ja: "{at} に封印", en: "sealed {at}" },
  sealedOnce: { ja: "封印済み", en: "sealed" },
  waiting: { ja: "封印待ち（1時間以内）", en: "to be sealed within the hour" },
  verify: { ja: "検証", en: "Verify" },
  verifyOf: { ja: "検証：{at} の記録", en: "Verify: the entry of {at}" },
  checking: { ja: "検証中…", en: "verifying…" },
  failed: { ja: "検証できませんでした：{why}", en: "Not verified: {why}" },
  again: { ja: "もう一度", en: "Try again" },
  broken: { ja: "一致しません", en: "doesn't match" },
  entry: { ja: "表示されている内容が、記録されたときのものと違います。", en: "What is shown isn't what was recorded." },
  altered: { ja: "保存されている記録が、封印されたときのものと違います。", en: "What is stored isn't what was sealed." },
  place: { ja: "封印に含まれる場所が確かめられません。", en: "Its place under the seal can't be confirmed." },
  signature: { ja: "封印の署名が正しくありません。", en: "The seal's signature doesn't hold." },
  key: { ja: "封印の署名に使われた鍵が違います。", en: "The seal was signed with another key." },
  tell: { ja: "ヘルプの問い合わせから、至急ご連絡ください。", en: "Please tell the support desk at once." },
});

/** The time of a seal: of today by the clock alone. */
export const sealTime = (at: string): string => (at.startsWith(dayInJapan()) ? moment(at).slice(-5) : moment(at));

interface Props {
  entry: Entry;
  seals: readonly Seal[] | undefined;
  verdict: Verdict | undefined;
  verify: () => void;
}

export function ProofState({ entry, seals, verdict, verify }: Props) {
  const t = useText(text);
  const reason = useReason();
  const button = (said: string) => <Button size="s" aria-label={t("verifyOf", { at: moment(entry.at) })} onClick={verify}>{said}</Button>;
  if (verdict?.kind === "checking") return <Text size="S" role="status">{t("checking")}</Text>;
  if (verdict?.kind === "verified") return <StatusLabel type="green">{t("verified", { at: sealTime(verdict.sealedAt) })}</StatusLabel>;
  if (verdict?.kind === "broken") {
    return (
      <div role="alert">
        <StatusLabel type="error">{t("broken")}</StatusLabel>
        <Text size="S"> {t(verdict.fault)}{t("tell")}</Text>
      </div>
    );
  }
  if (verdict?.kind === "failed") return <Text size="S">{t("failed", { why: reason(verdict.error) })} {button(t("again"))}</Text>;
  const state = seals && sealState(entry.at, seals);
  if (verdict?.kind === "waiting" || state?.kind === "waiting") return <StatusLabel type="grey">{t("waiting")}</StatusLabel>;
  return (
    <span className="proof-state">
      {state && <StatusLabel type="blue">{state.at ? t("sealed", { at: sealTime(state.at) }) : t("sealedOnce")}</StatusLabel>}
      {button(t("verify"))}
    </span>
  );
}
