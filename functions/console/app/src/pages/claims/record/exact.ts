// Exact amounts: whole yen, and what lies below the yen before it is rounded down.
import type { components } from "~/api/schema";
import { yen } from "~/text/format";
import type { Locale } from "~/text/text";

export type Amount = components["schemas"]["Amount"];

/** 12,000円, or 12,000と1/3円 where a part of a yen is left. */
export function exact(amount: Amount, locale: Locale): string {
  const { fraction } = amount;
  if (!fraction) return yen(amount.yen, locale);
  const part = `${fraction.numerator}/${fraction.denominator}`;
  const whole = amount.yen.toLocaleString("en-US");
  if (amount.yen === 0) return locale === "ja" ? `${part}円` : `¥${part}`;
  return locale === "ja" ? `${whole}と${part}円` : `¥${whole} ${part}`;
}

/** Whether two amounts are the same to the last part of a yen. */
export const isSame = (one: Amount, other: Amount): boolean =>
  one.yen === other.yen && one.fraction?.numerator === other.fraction?.numerator && one.fraction?.denominator === other.fraction?.denominator;
