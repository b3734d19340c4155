import { describe, expect, it } from "vitest";
import { entered, exampleOf, termsOf } from "./entered";

const terms = {
  name: "わんにゃん70",
  coverage_rate_percent: 70,
  deductible_yen: 0,
  waiting_days: 30,
  yearly_amount_yen: 700000,
  premium: { grace_months: 2 },
  care: { visit: { cap_yen: 12000, limit_per_year: 20 }, stay: null, operation: { cap_yen: 150000, limit_per_year: null } },
  exclusions: ["vaccine" as const],
};

describe("the terms of a product", () => {
  it("come back from the form as they went in", () => {
    expect(termsOf(entered(terms))).toEqual(terms);
  });
  it("take figures of any width, and nothing for no limit", () => {
    const values = entered(terms);
    values.terms.deductible_yen = "２，５００円";
    values.terms.yearly_amount_yen = " ";
    expect(termsOf(values)).toMatchObject({ deductible_yen: 2500, yearly_amount_yen: null });
  });
  it("show what they pay, by the requirements' cases", () => {
    expect(exampleOf(entered(terms), 20000)).toEqual({ share: 14000, paid: 12000 });
    const borne = entered({ ...terms, deductible_yen: 2500, care: { ...terms.care, visit: {} } });
    expect(exampleOf(borne, 10001)).toEqual({ share: 5250, paid: 5250 });
    expect(exampleOf(entered({ ...terms, care: { ...terms.care, visit: null } }), 20000)).toBeUndefined();
    expect(exampleOf(entered(), 20000)).toBeUndefined();
  });
});
