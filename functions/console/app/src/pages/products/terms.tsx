// The terms of a product, as a page shows them.
import { Fact, Facts } from "~/show/facts";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { USUAL_GRACE_MONTHS } from "./entered";
import { exclusions } from "./exclusions";
import type { Terms } from "./queries";

const text = words({
  rate: { ja: "補償割合", en: "Coverage rate" },
  deductible: { ja: "免責金額", en: "Deductible" },
  each: { ja: "1回・1日につき{amount}", en: "{amount} each time or day" },
  free: { ja: "なし", en: "None" },
  waiting: { ja: "待機期間", en: "Waiting period" },
  days: { ja: "{days}日（病気のみ）", en: "{days, plural, one {# day} other {# days}} (illness only)" },
  yearly: { ja: "年間限度額", en: "Yearly amount" },
  unlimited: { ja: "限度なし", en: "No limit" },
  grace: { ja: "保険料の払込猶予", en: "Grace for premiums" },
  graceOf: { ja: "払込期月の{months}か月後の月末まで", en: "Until the end of the month {months} later" },
  notCovered: { ja: "補償しない", en: "Not covered" },
  dayCap: { ja: "1日{amount}まで", en: "up to {amount} a day" },
  timeCap: { ja: "1回{amount}まで", en: "up to {amount} a time" },
  noCap: { ja: "1日・1回の上限なし", en: "no cap" },
  dayLimit: { ja: "年{count}日まで", en: "{count} days a year" },
  timeLimit: { ja: "年{count}回まで", en: "{count} times a year" },
  noLimit: { ja: "日数・回数の限度なし", en: "as often as needed" },
  exclusions: { ja: "補償対象外", en: "Left out" },
  nothing: { ja: "なし", en: "Nothing" },
});

type Care = keyof typeof cares;

export function TermsFacts({ terms }: { terms: Terms }) {
  const t = useText(text);
  const locale = useLocale();
  const name = useName();
  const { yen } = useFormat();
  const care = useCare();
  const left = (terms.exclusions ?? []).map((code) => exclusions[code].name[locale]);
  return (
    <Facts columns={3}>
      <Fact term={t("rate")}>{`${terms.coverage_rate_percent}%`}</Fact>
      <Fact term={t("deductible")}>{terms.deductible_yen > 0 ? t("each", { amount: yen(terms.deductible_yen) }) : t("free")}</Fact>
      <Fact term={t("yearly")}>{terms.yearly_amount_yen ? yen(terms.yearly_amount_yen) : t("unlimited")}</Fact>
      {(Object.keys(cares) as Care[]).map((kind) => (
        <Fact key={kind} term={name(cares, kind)}>{care(kind, terms.care[kind])}</Fact>
      ))}
      <Fact term={t("waiting")}>{terms.waiting_days > 0 ? t("days", { days: terms.waiting_days }) : t("free")}</Fact>
      <Fact term={t("grace")}>{t("graceOf", { months: terms.premium?.grace_months ?? USUAL_GRACE_MONTHS })}</Fact>
      <Fact term={t("exclusions")} wide>{left.length > 0 ? left.join(locale === "ja" ? "、" : ", ") : t("nothing")}</Fact>
    </Facts>
  );
}

/** What is paid for a kind of care, in one line. */
export function useCare() {
  const t = useText(text);
  const { yen } = useFormat();
  return (kind: Care, of: Terms["care"][Care]): string => {
    if (!of) return t("notCovered");
    const isTimes = kind === "operation";
    const cap = of.cap_yen ? t(isTimes ? "timeCap" : "dayCap", { amount: yen(of.cap_yen) }) : t("noCap");
    const limit = of.limit_per_year ? t(isTimes ? "timeLimit" : "dayLimit", { count: of.limit_per_year }) : t("noLimit");
    return `${cap} / ${limit}`;
  };
}
