// How hard a password is to guess, said while it is typed. The service judges anew; this only saves one the way there.
import { Text } from "smarthr-ui";
import { useDeferredValue, useEffect, useState } from "react";
import { useText, words } from "~/text/text";
import type { Judge } from "./guesses";

const text = words({
  strength: { ja: "推測されにくさ：{said}", en: "Strength: {said}" },
  score0: { ja: "とても弱い（使えません）", en: "very weak (not taken)" },
  score1: { ja: "弱い（使えません）", en: "weak (not taken)" },
  score2: { ja: "少し弱い（使えません）", en: "a little weak (not taken)" },
  score3: { ja: "強い", en: "strong" },
  score4: { ja: "とても強い", en: "very strong" },
  short: { ja: "あと{left}文字必要です。", en: "{left, plural, one {# more character} other {# more characters}} needed." },
});

const SHORTEST = 15;

interface Props {
  password: string;
  /** What anybody may know of the account. */
  known: string[];
}

export function Strength({ password, known }: Props) {
  const t = useText(text);
  const [judge, setJudge] = useState<Judge>();
  const isEntered = password.length > 0;
  useEffect(() => {
    // Its lists of words are large: asked for once something is typed.
    if (isEntered) void import("./guesses").then((loaded) => setJudge(() => loaded.judge), () => {});
  }, [isEntered]);
  const judged = useDeferredValue(password);
  if (!isEntered) return null;
  const left = SHORTEST - [...judged].length;
  if (left > 0) return <Text size="S" role="status">{t("short", { left })}</Text>;
  if (!judge) return null;
  const score = judge(judged, known);
  return (
    <div className="strength">
      <div className={`strength-bar strength-${score}`} aria-hidden="true"><span /></div>
      <Text size="S" role="status">{t("strength", { said: t(`score${score}`) })}</Text>
    </div>
  );
}
