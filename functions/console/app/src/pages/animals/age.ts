// How old an animal is.

/** Whole years and months from a birthday to a day; `undefined` before it. */
export function age(bornOn: string, today: string): { years: number; months: number } | undefined {
  const [bornYear = 0, bornMonth = 0, bornDay = 0] = bornOn.split("-").map(Number);
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number);
  // Born on the 31st, one is a month older on the last day of a shorter month.
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isReached = day >= Math.min(bornDay, lastDay);
  const months = (year - bornYear) * 12 + month - bornMonth - (isReached ? 0 : 1);
  return months < 0 ? undefined : { years: Math.floor(months / 12), months: months % 12 };
}
