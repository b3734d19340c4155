// What was entered, as the API takes it.

/** Text that may be left out, as the API takes it. */
export const orNull = (entered: string | undefined): string | null => entered?.trim() || null;

/** A whole number as entered: full-width figures and separators are taken. */
export function wholeNumber(entered: string): number | undefined {
  const plain = entered.normalize("NFKC").replace(/[,\s円]/g, "");
  return /^\d{1,13}$/.test(plain) ? Number(plain) : undefined;
}
