import { describe, expect, it } from "vitest";
import { placeAfter, signInFrom } from "./way";

describe("the way to sign in", () => {
  it("leads back", () => {
    expect(signInFrom({ pathname: "/", search: "" })).toBe("/sign-in");
    expect(signInFrom({ pathname: "/claims", search: "?state=submitted" })).toBe("/sign-in?return=%2Fclaims%3Fstate%3Dsubmitted");
    expect(placeAfter("/claims?state=submitted")).toBe("/claims?state=submitted");
  });
  it("leads nowhere else", () => {
    for (const elsewhere of [null, "", "https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in?return=/", "claims"]) {
      expect(placeAfter(elsewhere), String(elsewhere)).toBe("/");
    }
  });
});
