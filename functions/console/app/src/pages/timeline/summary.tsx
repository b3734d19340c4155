// The proof state of all that is shown, and what sealing and verifying mean.
import { Base, Button, Cluster, DisclosureContent, DisclosureTrigger, Stack, StatusLabel, Text } from "smarthr-ui";
import { Failure } from "~/show/failure";
import { moment } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Entry } from "./proof";
import { useSeals } from "./queries";
import { sealTime } from "./state";
import { type Verdict, nameOf } from "./verifying";

const text = words({
  latest: { ja: "最新の封印：{at}（第{number}号、{size}件の記録）", en: "Latest seal: {at} (number {number}, {size} entries)" },
  none: { ja: "封印はまだありません。最初の封印は、利用を始めてから1時間以内に作られます。", en: "There is no seal yet. The first is made within an hour." },
  verifyAll: { ja: "表示中の{count}件を検証", en: "Verify the {count} shown" },
  progress: { ja: "{count}件中{done}件を検証しました", en: "{done} of {count} verified" },
  allVerified: { ja: "表示中の{count}件は、{at} までに封印・検証済みです", en: "All {count} shown: sealed by {at}, verified" },
  someVerified: { ja: "{count}件中{done}件が封印・検証済み、{waiting}件が封印待ちです", en: "{done} of {count} sealed and verified, {waiting} to be sealed" },
  broken: { ja: "{count}件が、封印されたときのものと一致しません。至急、サポート窓口へご連絡ください。", en: "{count} don't match what was sealed. Please tell the support desk at once." },
  what: { ja: "封印と検証とは", en: "What are seals, and what is verified?" },
  seal: {
    ja: "このサービスは、1時間ごとに、それまでのすべての記録から「封印」を作ります。封印は、記録の一つ一つから計算した番号（指紋のようなもの）をまとめて、サービスだけが持つ鍵で署名したものです。",
    en: "Once an hour the service makes a “seal” out of everything recorded so far: a number computed from every entry, like a fingerprint, signed with a key that only the service has.",
  },
  change: {
    ja: "あとから記録が1文字でも書き換えられたり、消されたり、差し込まれたり、順番を変えられたりすると、計算し直した番号が封印の番号と合わなくなります。そのため、改ざんがあれば分かります。",
    en: "If a single letter of an entry is changed later, or an entry is removed, inserted or moved, the number no longer comes out the same. So tampering shows.",
  },
  verify: {
    ja: "「検証」を押すと、このブラウザーが、画面に表示されている記録から番号を計算し、封印の番号と署名に合うかを確かめます。サービスの「正しい」という返事を信じるのではなく、お使いの端末で計算します。",
    en: "“Verify” makes this browser compute the number from what is on the screen, and compare it with the seal and its signature. Your device does the sums instead of trusting the service's word.",
  },
  waiting: {
    ja: "「封印待ち」は、できたばかりで、まだ封印に含まれていない記録です。次の封印のあとで検証できます。",
    en: "“To be sealed” marks entries that are too young to be under a seal; they can be verified after the next one.",
  },
  outside: {
    ja: "期間をまとめて確かめるには、組織管理者が「書き出し」で検証用ファイル（JSON Lines）を取得し、検証プログラム timeline-verify で確かめます。ご自身で保管した封印と比べることもできます。",
    en: "To check a whole period, administrators export it and verify the JSON Lines with the program timeline-verify, also against a seal that you kept yourself.",
  },
});

interface Props {
  entries: readonly Entry[];
  verdicts: Record<string, Verdict>;
  verifyAll: (entries: readonly Entry[]) => Promise<void>;
}

export function ProofSummary({ entries, verdicts, verifyAll }: Props) {
  const t = useText(text);
  const seals = useSeals();
  const latest = seals.data?.[0];
  return (
    <Base padding={1.25}>
      <Stack gap={0.75}>
        {seals.isError && <Failure error={seals.error} retry={() => void seals.refetch()} />}
        <Cluster gap={1} align="center" justify="space-between" className="proof-latest">
          {seals.data && <Text>{latest ? t("latest", { at: moment(latest.at), number: latest.number, size: latest.tree_size.toLocaleString("en-US") }) : t("none")}</Text>}
          {latest && entries.length > 0 && <Button size="s" disabled={isChecking(entries, verdicts)} onClick={() => void verifyAll(entries)}>{t("verifyAll", { count: entries.length })}</Button>}
        </Cluster>
        <Sum entries={entries} verdicts={verdicts} />
        <Explanation />
      </Stack>
    </Base>
  );
}

const of = (entries: readonly Entry[], verdicts: Record<string, Verdict>, kind: Verdict["kind"]): number =>
  entries.filter((entry) => verdicts[nameOf(entry)]?.kind === kind).length;
const isChecking = (entries: readonly Entry[], verdicts: Record<string, Verdict>): boolean => of(entries, verdicts, "checking") > 0;

// When the last of them was sealed.
const lastSealed = (entries: readonly Entry[], verdicts: Record<string, Verdict>): string =>
  entries.map((entry) => verdicts[nameOf(entry)]).reduce((last, verdict) => (verdict?.kind === "verified" && verdict.sealedAt > last ? verdict.sealedAt : last), "");

function Sum({ entries, verdicts }: { entries: readonly Entry[]; verdicts: Record<string, Verdict> }) {
  const t = useText(text);
  const asked = entries.filter((entry) => verdicts[nameOf(entry)]).length;
  if (asked < 2) return null;
  const [done, waiting, broken] = (["verified", "waiting", "broken"] as const).map((kind) => of(entries, verdicts, kind)) as [number, number, number];
  const count = entries.length;
  if (isChecking(entries, verdicts)) {
    return (
      <div role="status">
        <progress className="proof-progress" max={count} value={done + waiting + broken} aria-label={t("progress", { count, done })} /> <Text size="S">{t("progress", { count, done: done + waiting + broken })}</Text>
      </div>
    );
  }
  if (broken > 0) return <div role="alert" className="proof-sum"><StatusLabel type="error">{t("broken", { count: broken })}</StatusLabel></div>;
  if (done === count) return <div role="status" className="proof-sum"><StatusLabel type="green">{t("allVerified", { count, at: sealTime(lastSealed(entries, verdicts)) })}</StatusLabel></div>;
  return <div role="status"><Text>{t("someVerified", { count, done, waiting })}</Text></div>;
}

const EXPLANATION = "explanation-of-seals";

function Explanation() {
  const t = useText(text);
  return (
    <div>
      <DisclosureTrigger targetId={EXPLANATION}>
        <Button size="s" variant="text">{t("what")}</Button>
      </DisclosureTrigger>
      <DisclosureContent id={EXPLANATION}>
        <Stack gap={0.75} className="proof-explanation">
          {(["seal", "change", "verify", "waiting", "outside"] as const).map((key) => (
            <Text key={key}>{t(key)}</Text>
          ))}
        </Stack>
      </DisclosureContent>
    </div>
  );
}
