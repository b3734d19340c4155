// One box for all that a policyholder is searched by: what was entered says itself which it is.
import { isMailAddress, kana, phone } from "~/form/contact";

export type Wanted = { name: string } | { kana: string } | { phone: string } | { mail_address: string };

/** What is searched for; a phone number or mail address that isn't whole can't be. `undefined` where nothing was entered. */
export function whatIs(entered: string): Wanted | { wrong: "phone" | "mail_address" } | undefined {
  const text = entered.trim();
  if (!text) return undefined;
  const plain = text.normalize("NFKC");
  if (plain.includes("@")) return isMailAddress(plain) ? { mail_address: plain } : { wrong: "mail_address" };
  if (/^[+(]?\d[\d() −‐ー-]*$/.test(plain)) {
    const number = phone(text);
    return number ? { phone: number } : { wrong: "phone" };
  }
  // Latin letters may be a name as it is written; a reading has kana.
  const reading = /[ァ-ヺ]/.test(kana(text) ?? "") ? kana(text) : undefined;
  return reading ? { kana: reading } : { name: text };
}
