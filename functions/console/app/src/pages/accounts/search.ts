// Looks for accounts by what was typed.

/** Without width, case and spaces, and hiragana as katakana. */
export const folded = (written: string): string =>
  written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s/g, "")
    .replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));

/** Whether name or mail address hold every word of what is wanted. */
export function isFound(account: { name: string; mail_address: string }, wanted: string): boolean {
  const texts = [folded(account.name), folded(account.mail_address)];
  return wanted.split(/\s+/).every((word) => texts.some((held) => held.includes(folded(word))));
}
