import { describe, expect, it } from "vitest";
import { findableReasons, findingsOf } from "./findings";

describe("findings", () => {
  it("are offered as the product and the cause allow them", () => {
    expect(findableReasons({ exclusions: ["congenital"], waiting_days: 30 }, "illness")).toEqual(["pre_existing", "duplicate", "statute_barred", "waiting_period", "congenital"]);
    expect(findableReasons({ exclusions: [], waiting_days: 30 }, "injury")).toEqual(["pre_existing", "duplicate", "statute_barred"]);
    expect(findableReasons({ exclusions: [], waiting_days: 0 }, "illness")).not.toContain("waiting_period");
  });
  it("are sent by the line's number", () => {
    expect(findingsOf({ 2: "duplicate" })).toEqual([{ line: 2, reason: "duplicate" }]);
  });
});
