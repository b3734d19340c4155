import { expect, it } from "vitest";
import { whatIs } from "./searching";

it("tells from what was entered what it is", () => {
  expect(whatIs("  ")).toBeUndefined();
  expect(whatIs("山田")).toEqual({ name: "山田" });
  expect(whatIs("Smith")).toEqual({ name: "Smith" });
  expect(whatIs("やまだ")).toEqual({ kana: "ヤマダ" });
  expect(whatIs("ﾔﾏﾀﾞ ﾀﾛｳ")).toEqual({ kana: "ヤマダ タロウ" });
  expect(whatIs("０３-１２３４-５６７８")).toEqual({ phone: "03-1234-5678" });
  expect(whatIs("09012345678")).toEqual({ phone: "09012345678" });
  expect(whatIs("090")).toEqual({ wrong: "phone" });
  expect(whatIs("taro@mail.example")).toEqual({ mail_address: "taro@mail.example" });
  expect(whatIs("taro@")).toEqual({ wrong: "mail_address" });
});
