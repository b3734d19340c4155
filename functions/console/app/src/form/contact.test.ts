import { describe, expect, it } from "vitest";
import { digits, holderKana, isMailAddress, kana, phone, postalCode, shownPostalCode } from "./contact";

describe("what is entered of a person", () => {
  it("takes readings of any width", () => {
    expect(["やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　タロウ"].map(kana)).toEqual(Array(3).fill("ヤマダ タロウ"));
    expect(["山田", "", "ヤマダ&", "ア".repeat(101)].map(kana)).toEqual(Array(4).fill(undefined));
  });
  it("takes phones as the API does", () => {
    expect(phone("０９０１２３４５６７８")).toBe("09012345678");
    expect(phone("03ー1234ー5678")).toBe("03-1234-5678");
    for (const good of ["03-1234-5678", "+81 3 1234 5678", "(03)1234-5678"]) expect(phone(good), good).toBe(good);
    for (const bad of ["", "123", "1-1234-56789", "03-1234-567a", "0312345678901"]) expect(phone(bad), bad).toBeUndefined();
  });
  it("takes postal codes with and without hyphen", () => {
    expect(["１００－０００１", "1000001", "100-0001"].map(postalCode)).toEqual(Array(3).fill("1000001"));
    expect(["100-000", "1000001a", ""].map(postalCode)).toEqual(Array(3).fill(undefined));
    expect(shownPostalCode("1000001")).toBe("〒100-0001");
  });
  it("takes exactly so many digits", () => {
    expect([digits("0001", 4), digits("００１", 3), digits("12", 3), digits("12345678", 7)]).toEqual(["0001", "001", undefined, undefined]);
  });
  it("measures account holders in half-width places", () => {
    expect(["ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "やまだ たろう"].map(holderKana)).toEqual(Array(3).fill({ kept: "ヤマダ タロウ" }));
    expect(["カ）ペットホケン", "ａｂｃ－１２．ジャー"].map(holderKana)).toEqual([{ kept: "カ)ペットホケン" }, { kept: "ABC-12.ジャー" }]);
    for (const bad of ["山田", "ヱビス", "ヤマダ&", "ヤマダ・タロウ", ""]) expect(holderKana(bad), bad).toEqual({ wrong: "letters" });
    expect(holderKana("ガ".repeat(15))).toEqual({ kept: "ガ".repeat(15) });
    expect(holderKana(`${"ガ".repeat(15)}ア`)).toEqual({ wrong: "length" });
  });
  it("tells mail addresses from what can't be one", () => {
    expect(["a@b.example", "a@b", "a b@c.d", "@b.c"].map(isMailAddress)).toEqual([true, false, false, false]);
  });
});
