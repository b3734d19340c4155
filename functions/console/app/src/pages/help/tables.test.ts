import document from "docs/responsibilities.md?raw";
import { describe, expect, it } from "vitest";
import { tablesOf } from "./tables";

it("reads a table's cells in both languages, without the proofs", () => {
  const [table] = tablesOf("# x\n\n| 事柄 / matter | 誰 / who | proof |\n|---|:--|---|\n| 基盤 / base | AWS | `a` |\n| 空 / none | | |\n\ntext | no table");
  expect(table).toEqual({
    head: [{ ja: "事柄", en: "matter" }, { ja: "誰", en: "who" }],
    rows: [
      [{ ja: "基盤", en: "base" }, { ja: "AWS", en: "AWS" }],
      [{ ja: "空", en: "none" }, { ja: "", en: "" }],
    ],
  });
});

describe("the document of the responsibilities", () => {
  it("has both tables, whole and in both languages", () => {
    const tables = tablesOf(document);
    expect(tables.map(({ head }) => head.length)).toEqual([4, 4]);
    for (const { head, rows } of tables) {
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) {
        expect(row.length).toBe(head.length);
        // Nothing of it is Japanese where English is read, nor written for engineers.
        for (const cell of row) expect(cell.en).not.toMatch(/[ぁ-んァ-ン一-龥]|[`[\]]/);
      }
    }
  });
});
