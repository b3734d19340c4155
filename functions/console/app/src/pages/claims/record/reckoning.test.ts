import { describe, expect, it } from "vitest";
import { exact } from "./exact";
import { type CareAssessment, careSteps } from "./reckoning";

// 70 %, visit 20,000, cap 12,000 a day: 14,000 → 12,000.
const visit: CareAssessment = {
  care: "visit", times: 1, eligible: { yen: 20_000 }, deductible_each_yen: 0, deductible: { yen: 0 }, after_deductible: { yen: 20_000 },
  coverage_rate_percent: 70, before_cap: { yen: 14_000 }, cap_each_yen: 12_000, after_cap: { yen: 12_000 }, limit_per_year: 20, remaining: 20,
  times_counted: 1, times_over_limit: 0, times_without_payment: 0, counted: { yen: 12_000 }, amount_yen: 12_000, occasions: [],
};

describe("the steps of a computation", () => {
  it("are those that the terms have", () => {
    expect(careSteps(visit)).toEqual([
      { kind: "eligible", after: { yen: 20_000 }, times: 1 },
      { kind: "rate", after: { yen: 14_000 }, percent: 70 },
      { kind: "cap", after: { yen: 12_000 }, each: 12_000, isReached: true },
      { kind: "limit", after: { yen: 12_000 }, perYear: 20, left: 20, counted: 1, over: 0 },
    ]);
  });
  it("say that a part of a yen is cut off", () => {
    // Deductible 2,500 a time, 10,001, 70 % → 5,250.7 → 5,250.
    const share = { yen: 5_250, fraction: { numerator: 7, denominator: 10 } };
    const care: CareAssessment = {
      ...visit, eligible: { yen: 10_001 }, deductible_each_yen: 2_500, deductible: { yen: 2_500 }, after_deductible: { yen: 7_501 },
      before_cap: share, cap_each_yen: null, after_cap: share, limit_per_year: null, remaining: null, counted: share, amount_yen: 5_250,
    };
    expect(careSteps(care).map((step) => [step.kind, exact(step.after, "ja")])).toEqual([
      ["eligible", "10,001円"], ["deductible", "7,501円"], ["rate", "5,250と7/10円"], ["rounding", "5,250円"],
    ]);
    expect(exact(share, "en")).toBe("¥5,250 7/10");
    expect(exact({ yen: 0, fraction: { numerator: 1, denominator: 3 } }, "ja")).toBe("1/3円");
  });
});
