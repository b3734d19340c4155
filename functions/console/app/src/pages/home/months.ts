// Months as the API names them: `2026-11`.

/** So many months later. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = year * 12 + number - 1 + count;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
}

/** The months up to this one, itself the last. */
export const monthsUntil = (month: string, count: number): string[] => Array.from({ length: count }, (_, at) => addMonths(month, at - count + 1));

/** What the address says, unless it is no month or one that is still to come. */
export const monthOf = (said: string | undefined, present: string): string => (said && /^20\d{2}-(0[1-9]|1[0-2])$/.test(said) && said <= present ? said : present);
