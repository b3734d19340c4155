import { describe, expect, it } from "vitest";
import { addMonths, monthOf, monthsUntil } from "./months";

describe("months", () => {
  it("go on over the ends of years", () => {
    expect([addMonths("2026-12", 1), addMonths("2026-01", -1), addMonths("2026-03", -14), addMonths("2026-11", 0)]).toEqual(["2027-01", "2025-12", "2025-01", "2026-11"]);
    expect(monthsUntil("2026-02", 4)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  });
  it("are the present one where the address says nothing that can be", () => {
    expect([monthOf("2026-10", "2026-11"), monthOf("2026-12", "2026-11"), monthOf("2026-13", "2026-11"), monthOf(undefined, "2026-11")]).toEqual(["2026-10", "2026-11", "2026-11", "2026-11"]);
  });
});
