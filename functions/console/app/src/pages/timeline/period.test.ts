import { expect, it } from "vitest";
import { usualPeriod, wrongPeriod } from "./period";

it("is a week unless chosen, and no longer than the API takes", () => {
  expect(usualPeriod("2026-03-03")).toEqual({ from: "2026-02-25", to: "2026-03-03" });
  expect(wrongPeriod("2026-03-03", "2026-03-03")).toBeUndefined();
  expect(wrongPeriod("2026-01-01", "2026-04-02")).toBeUndefined();
  expect(wrongPeriod("2026-01-01", "2026-04-03")).toBe("length");
  expect(wrongPeriod("2026-01-02", "2026-01-01")).toBe("order");
});
