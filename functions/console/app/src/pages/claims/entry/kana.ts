// An account holder in kana (口座名義カナ), as a transfer file takes it: katakana, capitals, figures, and at most 30 half-width places.

const HOLDER_PLACES = 30;
const SMALLEST_HIRAGANA = "ぁ".charCodeAt(0);
const TO_KATAKANA = "ァ".charCodeAt(0) - SMALLEST_HIRAGANA;

/** What was entered with hiragana, half-width kana and small letters raised to what the file has. */
export const katakana = (entered: string): string =>
  entered
    .trim()
    .normalize("NFKC")
    .replace(/[−‐–—]/g, "-")
    .replace(/[ぁ-ゔ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + TO_KATAKANA))
    .toUpperCase();

export type HolderFault = "letters" | "long";

/** What is wrong with a holder. JIS X 0201 has no ヰ, ヱ, ヮ and nothing after ヴ; a voiced mark takes a place of its own. */
export function holderFault(entered: string): HolderFault | undefined {
  const holder = katakana(entered);
  if (!/^[A-Z0-9 ().\-ーァ-ヴ]*$/.test(holder) || /[ヰヱヮ]/.test(holder)) return "letters";
  const places = [...holder].reduce((sum, letter) => sum + (/[ァ-ヴ]/.test(letter) ? [...letter.normalize("NFD")].length : 1), 0);
  return places > HOLDER_PLACES ? "long" : undefined;
}
