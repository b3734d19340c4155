// How the API takes readings, phones, postal codes and bank accounts: the same rules as shared/domain/contact.rs and bank_account.rs,
// so that what it would refuse is said while one types. Each gives the text as it will be kept, or `undefined`.

const DASHES = /[−‐‑–—ー]/g;

/** The reading of a name: hiragana and half-width kana become full-width katakana. */
export function kana(entered: string): string | undefined {
  const folded = entered.trim().normalize("NFKC").replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
  return /^[ァ-ヺー・ '.\-A-Za-z0-9]{1,100}$/.test(folded) ? folded : undefined;
}

/** A phone number: 10 or 11 digits from 0, or 8–15 after `+`. */
export function phone(entered: string): string | undefined {
  const folded = entered.trim().normalize("NFKC").replace(DASHES, "-");
  const isAbroad = folded.startsWith("+");
  const rest = isAbroad ? folded.slice(1) : folded;
  const digits = rest.replace(/\D/g, "").length;
  const isCounted = isAbroad ? digits >= 8 && digits <= 15 : digits >= 10 && digits <= 11 && /^[0(]/.test(rest);
  return folded.length <= 20 && /^[0-9() -]+$/.test(rest) && isCounted ? folded : undefined;
}

/** A postal code: seven digits, kept without the hyphen. */
export function postalCode(entered: string): string | undefined {
  const folded = entered.trim().normalize("NFKC").replace(DASHES, "-").replaceAll("-", "");
  return /^\d{7}$/.test(folded) ? folded : undefined;
}

/** 〒100-0001. */
export const shownPostalCode = (code: string): string => `〒${code.slice(0, 3)}-${code.slice(3)}`;

/** So many digits, of whatever width. */
export function digits(entered: string, count: number): string | undefined {
  const folded = entered.trim().normalize("NFKC");
  return new RegExp(`^\\d{${count}}$`).test(folded) ? folded : undefined;
}

const HOLDER_PLACES = 30;

/**
 * An account holder as a transfer file can write it: katakana, A–Z, digits, space and `( ) . -`, at most 30 half-width places,
 * where a voiced mark takes one of its own. Hiragana is raised for whoever types it; the API itself doesn't.
 */
export function holderKana(entered: string): { kept: string } | { wrong: "letters" | "length" } {
  const folded = entered.trim().normalize("NFKC").toUpperCase().replace(/[−‐–—]/g, "-").replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
  if (!/^[A-Z0-9 ().\-ーァ-ヴ]+$/.test(folded) || /[ヰヱヮ]/.test(folded)) return { wrong: "letters" };
  const places = [...folded].reduce((sum, letter) => sum + letter.normalize("NFD").length, 0);
  return places <= HOLDER_PLACES ? { kept: folded } : { wrong: "length" };
}

/** Whether this can be a mail address; the API looks closer. */
export const isMailAddress = (entered: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(entered.trim()) && entered.trim().length <= 254;
