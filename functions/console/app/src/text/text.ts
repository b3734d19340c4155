// What is said, in both languages, stands beside where it is said: `{ save: { ja: "保存", en: "Save" } }`.
import { useMemo } from "react";
import { type IntlShape, useIntl } from "react-intl";

export type Locale = "ja" | "en";
/** What one thing is called in both languages; ICU MessageFormat. */
export type Said = { ja: string; en: string };
/** The words of a page or part. */
export type Words = Record<string, Said>;
type Values = Record<string, string | number | boolean | null | undefined>;

/** Declares words, so that a wrong key doesn't compile. */
export const words = <W extends Words>(said: W): W => said;

/** Says something once. */
export type Say<W extends Words> = (key: keyof W & string, values?: Values) => string;

/** The language in use. */
export const useLocale = (): Locale => localeOf(useIntl());

export const localeOf = (intl: IntlShape): Locale => (intl.locale.startsWith("en") ? "en" : "ja");

/** `const t = useText(text)`, then `t("save")`, or `t("count", { count: 3 })`. */
export function useText<W extends Words>(said: W): Say<W> {
  const intl = useIntl();
  return useMemo(() => {
    const locale = localeOf(intl);
    return (key, values) => {
      const message = said[key]?.[locale] ?? key;
      return values ? String(intl.formatMessage({ id: `${locale}:${message}`, defaultMessage: message }, values)) : message;
    };
  }, [intl, said]);
}
