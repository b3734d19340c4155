import { describe, expect, it } from "vitest";
import { addMonths, dueOn, yearLater } from "./period";

describe("days that follow from others", () => {
  it("adds months within what a month has", () => {
    expect([addMonths("2026-01-31", 1), addMonths("2026-12-15", 1), addMonths("2028-01-31", 1), addMonths("2026-01-31", 2)]).toEqual([
      "2026-02-28", "2027-01-15", "2028-02-29", "2026-03-31",
    ]);
  });
  it("ends a year's policy on the day before its anniversary", () => {
    expect([yearLater("2026-04-01"), yearLater("2026-01-01"), yearLater("2027-03-01"), yearLater("2028-02-29")]).toEqual([
      "2027-03-31", "2026-12-31", "2028-02-29", "2029-02-28",
    ]);
  });
  it("knows when the premium of a number is due", () => {
    const monthly = { cadence: "monthly", amount_yen: 1, first_due_on: "2026-10-31" } as const;
    expect([0, 1, 4].map((number) => dueOn(monthly, number))).toEqual(["2026-10-31", "2026-11-30", "2027-02-28"]);
    expect(dueOn({ ...monthly, cadence: "yearly" }, 2)).toBe("2028-10-31");
  });
});
