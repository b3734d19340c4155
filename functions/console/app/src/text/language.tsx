// The language in use: what was chosen, or else the browser's.
import { IntlProvider as Formats } from "react-intl";
import { IntlProvider as Components } from "smarthr-ui";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { speak } from "~/api/client";
import { queries } from "~/api/queries";
import { keep, kept } from "~/kept";
import type { Locale } from "./text";

const LANGUAGE = "language";

interface Language {
  locale: Locale;
  other: Locale;
  choose: (locale: Locale) => void;
}

const Chosen = createContext<Language>({ locale: "ja", other: "en", choose: () => {} });

/** The language, the other one, and how to choose. */
export const useLanguage = (): Language => use(Chosen);

function preferred(): Locale {
  const chosen = kept(LANGUAGE);
  if (chosen === "ja" || chosen === "en") return chosen;
  const first = window.navigator.languages.find((language) => /^(ja|en)/.test(language));
  return first?.startsWith("en") ? "en" : "ja";
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(preferred);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  speak(locale);
  const language = useMemo<Language>(
    () => ({
      locale,
      other: locale === "ja" ? "en" : "ja",
      choose: (chosen) => {
        keep(LANGUAGE, chosen);
        speak(chosen);
        setLocale(chosen);
        // Answers hold words in the language that they were asked for in.
        void queries.invalidateQueries();
      },
    }),
    [locale],
  );
  return (
    <Chosen value={language}>
      <Formats locale={locale} defaultLocale={locale} onError={() => {}}>
        <Components locale={locale === "ja" ? "ja" : "en-us"}>{children}</Components>
      </Formats>
    </Chosen>
  );
}
