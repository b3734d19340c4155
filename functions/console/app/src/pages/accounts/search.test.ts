import { expect, it } from "vitest";
import { isFound } from "./search";

it("finds accounts whatever the width, case and kana", () => {
  const account = { name: "山田 タロウ", mail_address: "taro.yamada@demo.example" };
  for (const wanted of ["", " ", "山田", "山田タロウ", "たろう", "ﾀﾛｳ", "TARO", "ＹＡＭＡＤＡ", "山田 demo"]) expect(isFound(account, wanted), wanted).toBe(true);
  for (const wanted of ["鈴木", "山田 鈴木"]) expect(isFound(account, wanted), wanted).toBe(false);
});
