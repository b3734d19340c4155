// Figures and times as people read them. Times are Japan's, whatever the browser's time zone is (WP11).
import { type Locale, useLocale } from "./text";

const ZONE = "Asia/Tokyo";

/** 12,000円 / ¥12,000. */
export function yen(amount: number, locale: Locale): string {
  const figure = amount.toLocaleString("en-US");
  return locale === "ja" ? `${figure}円` : `¥${figure}`.replace("¥-", "-¥");
}

/** A day, `2026-11-23`, as 2026年11月23日 / 23 Nov 2026. */
export function day(text: string, locale: Locale): string {
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  if (!year || !month || !date) return text;
  if (locale === "ja") return `${year}年${month}月${date}日`;
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

/** A day in a narrow place: 2026/11/23. */
export const shortDay = (text: string): string => text.slice(0, 10).replaceAll("-", "/");

/** From one day through another: 2026/08/20〜2027/08/19 / 2026/08/20–2027/08/19. */
export const period = (from: string, through: string, locale: Locale): string => `${shortDay(from)}${locale === "ja" ? "〜" : "–"}${shortDay(through)}`;

/** A year of a policy, with its days where they are known: 第1年度（2026/08/20〜2027/08/19） / Year 1 (2026/08/20–2027/08/19). */
export function policyYear(number: number, days: { start_date: string; end_date: string } | undefined, locale: Locale): string {
  const said = days && period(days.start_date, days.end_date, locale);
  if (locale === "ja") return `第${number}年度${said ? `（${said}）` : ""}`;
  return `Year ${number}${said ? ` (${said})` : ""}`;
}

/** A month, `2026-11`, as 2026年11月 / Nov 2026. */
export function month(text: string, locale: Locale): string {
  const [year, number] = text.split("-").map(Number);
  if (!year || !number) return text;
  if (locale === "ja") return `${year}年${number}月`;
  return new Date(Date.UTC(year, number - 1, 1)).toLocaleDateString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
}

/** A moment (RFC 3339) in Japan: 2026/11/23 14:05. */
export function moment(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? "";
  return `${part("year")}/${part("month")}/${part("day")} ${part("hour")}:${part("minute")}`;
}

/** The day in Japan of a moment, `2026-11-23`; of now where none is given. */
export const dayInJapan = (at: Date = new Date()): string => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);

/** A day so many days later. */
export function addDays(text: string, days: number): string {
  const at = new Date(`${text}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Several things in one line. */
export const several = (said: readonly string[], locale: Locale): string => said.join(locale === "ja" ? "、" : ", ");

/** What belongs together, in one line: 通院・手術, dog, Shiba. */
export const beside = (said: readonly string[], locale: Locale): string => said.join(locale === "ja" ? "・" : ", ");

/** Formatting in the language in use. */
export function useFormat() {
  const locale = useLocale();
  return {
    yen: (amount: number) => yen(amount, locale),
    day: (text: string) => day(text, locale),
    month: (text: string) => month(text, locale),
    shortDay,
    period: (from: string, through: string) => period(from, through, locale),
    policyYear: (number: number, days?: { start_date: string; end_date: string }) => policyYear(number, days, locale),
    moment,
    beside: (said: readonly string[]) => beside(said, locale),
    several: (said: readonly string[]) => several(said, locale),
    number: (figure: number) => figure.toLocaleString("en-US"),
    percent: (ratio: number) => `${(ratio * 100).toFixed(1)}%`,
  };
}
