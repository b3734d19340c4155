import { expect, it } from "vitest";
import { judge } from "./guesses";

it("judges as the service does", () => {
  const known = ["山田 太郎", "taro.yamada@demo.example", "デモペット少額短期保険"];
  for (const weak of ["aaaaaaaaaaaaaaa", "passwordpassword", "taroyamadataroyamada", "qwertyuiopasdfg"]) expect(judge(weak, known), weak).toBeLessThan(3);
  for (const strong of ["kettle-marsh-violin-oboe", "みかん電車そろばん雨宿り白い犬"]) expect(judge(strong, known), strong).toBeGreaterThanOrEqual(3);
});
