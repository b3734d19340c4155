import { describe, expect, it } from "vitest";
import { amountFault, dayFault, itemFault, stayFault } from "./fault";
import { type EnteredLine, empty, enteredOf, inputOf, isBlank, nextLine, placeInForm, totals } from "./values";

const today = "2026-11-23";
const line: EnteredLine = { treated_on: "2026-11-02", care: "visit", category: "treatment", stay_days: "", amount_yen: "２０，０００", item: " 診察料 " };

describe("a claim as it is entered", () => {
  it("is taken by the API with what was left out as null", () => {
    const stay: EnteredLine = { ...line, care: "stay", stay_days: "3", amount_yen: "60,000", item: "入院料" };
    const input = inputOf({ ...empty(today), diagnosis: " 外耳炎 ", lines: [line, nextLine(line, today), stay] });
    expect(input).toEqual({
      cause: "illness", diagnosis: "外耳炎", note: null, bank_account: null,
      lines: [
        { treated_on: "2026-11-02", care: "visit", category: "treatment", stay_days: null, amount_yen: 20_000, item: "診察料" },
        { treated_on: "2026-11-02", care: "stay", category: "treatment", stay_days: 3, amount_yen: 60_000, item: "入院料" },
      ],
    });
    expect(inputOf(enteredOf(input, today))).toEqual(input);
  });
  it("has its account's digits and kana as the transfer file takes them", () => {
    const bank_account = { bank_code: "０００１", branch_code: "001", kind: "ordinary" as const, number: "1234567", holder_kana: "やまだ　ﾀﾛｳ" };
    expect(inputOf({ ...empty(today), bank_account }).bank_account).toEqual({ bank_code: "0001", branch_code: "001", kind: "ordinary", number: "1234567", holder_kana: "ヤマダ タロウ" });
  });
  it("keeps days of a stay for stays alone", () => {
    expect(inputOf({ ...empty(today), lines: [{ ...line, stay_days: "3" }] }).lines[0]?.stay_days).toBeNull();
  });
});

describe("lines", () => {
  it("go on with the day and kind of the one above", () => {
    expect(nextLine({ ...line, care: "operation" }, today)).toEqual({ ...line, care: "operation", amount_yen: "", item: "" });
    expect(nextLine(undefined, today).treated_on).toBe(today);
    expect([isBlank(nextLine(line, today)), isBlank(line)]).toEqual([true, false]);
  });
  it("are added up as far as they can be read", () => {
    expect(totals([line, { care: "stay", amount_yen: "1,000" }, { care: "visit", amount_yen: "千" }])).toEqual({ all: 21_000, cares: { visit: 20_000, stay: 1_000, operation: 0 } });
  });
  it("are found again though blank ones weren't sent", () => {
    const blank = nextLine(line, today);
    expect([0, 1, 2].map((sent) => placeInForm([blank, line, blank, line], sent))).toEqual([1, 3, -1]);
  });
});

describe("what is wrong", () => {
  it("is told of days, amounts, stays and items", () => {
    expect(["", "2026-11-24", "1899-12-31", "2026-11-23", "23/11"].map((day) => dayFault(day, today))).toEqual(["missing", "future", "early", undefined, "day"]);
    expect(["", "十", "0", "12,000", "9999999999999"].map(amountFault)).toEqual(["missing", "amount", undefined, undefined, "amount"]);
    const stay = (stay_days: string, treated_on = "2025-01-01") => stayFault({ care: "stay", stay_days, treated_on }, today);
    expect(["", "0", "366", "367"].map((days) => stay(days))).toEqual(["days_missing", "days_range", undefined, "days_range"]);
    expect([stay("3", "2026-11-21"), stay("4", "2026-11-21"), stay("3", "")]).toEqual([undefined, "days_future", undefined]);
    expect(stayFault({ care: "visit", stay_days: "", treated_on: today }, today)).toBeUndefined();
    expect([" ", "𠮟".repeat(200), "あ".repeat(201)].map(itemFault)).toEqual(["missing", undefined, "long"]);
  });
});
