import { expect, it } from "vitest";
import { age } from "./age";

it("counts whole years and months", () => {
  expect(age("2023-07-15", "2026-11-28")).toEqual({ years: 3, months: 4 });
  expect(age("2023-11-28", "2026-11-28")).toEqual({ years: 3, months: 0 });
  expect(age("2023-11-29", "2026-11-28")).toEqual({ years: 2, months: 11 });
  expect(age("2026-01-31", "2026-02-28")).toEqual({ years: 0, months: 1 });
  expect(age("2024-02-29", "2025-02-28")).toEqual({ years: 1, months: 0 });
  expect(age("2026-11-28", "2026-11-28")).toEqual({ years: 0, months: 0 });
  expect(age("2026-11-29", "2026-11-28")).toBeUndefined();
});
