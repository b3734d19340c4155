// What is entered about a claim, as the form holds it (text), and as the API takes it.
import type { components, paths } from "~/api/schema";
import { type BankAccount, type BankAccountEntered, bankAccountEntered, bankAccountOf } from "~/form/bank-account-entered";
import { orNull, wholeNumber } from "~/form/entered";
import type { Care, Cause, LineCategory } from "../names";

type Schemas = components["schemas"];
export type ClaimInput = paths["/api/claims/{id}"]["put"]["requestBody"]["content"]["application/json"];

/** A line of the statement as it is entered. */
export interface EnteredLine {
  treated_on: string;
  care: Care;
  category: LineCategory;
  stay_days: string;
  amount_yen: string;
  item: string;
}

/** A claim as it is entered. */
export interface Entered {
  cause: Cause;
  diagnosis: string;
  note: string;
  bank_account: BankAccountEntered;
  lines: EnteredLine[];
}

/** The most lines that a statement has. */
export const LINES_MAXIMUM = 200;

/** A new line: the same day and kind as the line above, since a statement goes on so most of the time. */
export function nextLine(above: EnteredLine | undefined, today: string): EnteredLine {
  const { treated_on, care, category } = above ?? { treated_on: today, care: "visit", category: "treatment" };
  return { treated_on, care, category, stay_days: "", amount_yen: "", item: "" };
}

/** Whether nothing was entered in a line but what it was begun with. */
export const isBlank = (line: EnteredLine): boolean => !line.amount_yen.trim() && !line.item.trim() && !line.stay_days.trim();

/** A claim in which nothing is entered yet. */
export const empty = (today: string, account?: BankAccount | null): Entered => ({
  cause: "illness",
  diagnosis: "",
  note: "",
  bank_account: bankAccountEntered(account),
  lines: [nextLine(undefined, today)],
});

type Claim = Pick<Schemas["ClaimView"], "cause" | "diagnosis" | "note" | "bank_account" | "lines">;

/** What was entered of a claim that is stored. */
export function enteredOf(claim: Claim, today: string): Entered {
  return {
    cause: claim.cause,
    diagnosis: claim.diagnosis,
    note: claim.note ?? "",
    bank_account: bankAccountEntered(claim.bank_account),
    lines: claim.lines.length === 0 ? empty(today).lines : claim.lines.map((line) => ({
      treated_on: line.treated_on,
      care: line.care,
      category: line.category,
      stay_days: line.stay_days ? String(line.stay_days) : "",
      amount_yen: line.amount_yen.toLocaleString("en-US"),
      item: line.item,
    })),
  };
}

/** The same as the API takes it; blank lines are left out, and a bank account of which nothing was entered. */
export function inputOf(entered: Entered): ClaimInput {
  return {
    cause: entered.cause,
    diagnosis: entered.diagnosis.trim(),
    note: orNull(entered.note),
    bank_account: bankAccountOf(entered.bank_account),
    lines: entered.lines.filter((line) => !isBlank(line)).map((line) => ({
      treated_on: line.treated_on,
      care: line.care,
      category: line.category,
      stay_days: line.care === "stay" ? (wholeNumber(line.stay_days) ?? null) : null,
      amount_yen: wholeNumber(line.amount_yen) ?? 0,
      item: line.item.trim(),
    })),
  };
}

/** The sums of what is entered, as far as amounts can be read: of each kind of care, and in all. */
export function totals(lines: readonly Pick<EnteredLine, "care" | "amount_yen">[]): { all: number; cares: Record<Care, number> } {
  const cares: Record<Care, number> = { visit: 0, stay: 0, operation: 0 };
  for (const line of lines) cares[line.care] += wholeNumber(line.amount_yen) ?? 0;
  return { all: cares.visit + cares.stay + cares.operation, cares };
}

/** The place in the form of a line that the API names: it never saw the blank ones. */
export function placeInForm(lines: readonly EnteredLine[], sent: number): number {
  let seen = -1;
  return lines.findIndex((line) => !isBlank(line) && ++seen === sent);
}
