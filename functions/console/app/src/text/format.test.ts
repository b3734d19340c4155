import { describe, expect, it } from "vitest";
import { addDays, day, dayInJapan, moment, month, period, policyYear, several, yen } from "./format";

describe("figures and times", () => {
  it("says yen as each language writes them", () => {
    expect([yen(12000, "ja"), yen(12000, "en"), yen(-5, "ja"), yen(-5, "en"), yen(0, "ja")]).toEqual(["12,000円", "¥12,000", "-5円", "-¥5", "0円"]);
  });
  it("says days and months", () => {
    expect([day("2026-11-03", "ja"), day("2026-11-03", "en"), month("2026-01", "ja"), month("2026-01", "en")]).toEqual([
      "2026年11月3日", "3 Nov 2026", "2026年1月", "Jan 2026",
    ]);
    expect(day("?", "ja")).toBe("?");
  });
  it("says periods and the years of policies in one form", () => {
    const days = { start_date: "2026-08-20", end_date: "2027-08-19" };
    expect([period(days.start_date, days.end_date, "ja"), period(days.start_date, days.end_date, "en")]).toEqual(["2026/08/20〜2027/08/19", "2026/08/20–2027/08/19"]);
    expect([policyYear(1, days, "ja"), policyYear(2, undefined, "ja"), policyYear(1, days, "en"), policyYear(2, undefined, "en")]).toEqual([
      "第1年度（2026/08/20〜2027/08/19）", "第2年度", "Year 1 (2026/08/20–2027/08/19)", "Year 2",
    ]);
  });
  it("shows moments in Japan, whatever zone they are written in", () => {
    expect(moment("2026-11-23T23:30:00Z")).toBe("2026/11/24 08:30");
    expect(moment("2026-11-24T00:05:00+09:00")).toBe("2026/11/24 00:05");
    expect(dayInJapan(new Date("2026-11-23T15:00:00Z"))).toBe("2026-11-24");
  });
  it("counts days over the ends of months and years", () => {
    expect([addDays("2026-12-28", 7), addDays("2028-02-28", 1), addDays("2026-03-01", -1)]).toEqual(["2027-01-04", "2028-02-29", "2026-02-28"]);
  });
  it("says several things in one line", () => {
    expect([several(["一", "二"], "ja"), several(["one", "two"], "en"), several([], "ja")]).toEqual(["一、二", "one, two", ""]);
  });
});
