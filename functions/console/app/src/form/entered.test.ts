import { describe, expect, it } from "vitest";
import { orNull, wholeNumber } from "./entered";

describe("whole numbers", () => {
  it("are taken as Japanese keyboards write them", () => {
    expect(["12000", "12,000", "１２，０００円", " 5 ", "0"].map(wholeNumber)).toEqual([12000, 12000, 12000, 5, 0]);
    expect(["", "-1", "1.5", "十", "12345678901234"].map(wholeNumber)).toEqual(Array(5).fill(undefined));
  });
});

it("what is left out is null", () => {
  expect([orNull(""), orNull("  "), orNull(undefined), orNull(" a ")]).toEqual([null, null, null, "a"]);
});
