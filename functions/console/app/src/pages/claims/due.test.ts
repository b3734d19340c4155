import { describe, expect, it } from "vitest";
import { dueBefore, isOverdue } from "./due";

describe("due days", () => {
  it("are overdue from the day after, while the insurer is to act", () => {
    expect(isOverdue({ state: "submitted", due_on: "2026-11-22" }, "2026-11-23")).toBe(true);
    expect(isOverdue({ state: "submitted", due_on: "2026-11-23" }, "2026-11-23")).toBe(false);
    expect(isOverdue({ state: "paid", due_on: "2026-11-22" }, "2026-11-23")).toBe(false);
    expect(isOverdue({ state: "draft", due_on: null }, "2026-11-23")).toBe(false);
  });
  it("are asked for as the day after the last one", () => {
    const cases: [string | undefined, string | undefined][] = [
      ["overdue", "2026-12-28"], ["soon", "2027-01-05"], ["2026-12-31", "2027-01-01"], ["tomorrow", undefined], [undefined, undefined],
    ];
    for (const [said, before] of cases) expect(dueBefore(said, "2026-12-28")).toBe(before);
  });
});
