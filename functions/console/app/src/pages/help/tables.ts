// Reads the tables of docs/responsibilities.md, in which each cell says the same in both languages: `日本語 / English`.
import type { Said } from "~/text/text";

/** A table: its head and rows, of cells in both languages. */
export interface Table {
  head: Said[];
  rows: Said[][];
}

/** A column for engineers, which isn't shown. */
const PROOF = "proof";

const cellsOf = (line: string): string[] => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

const isRule = (line: string): boolean => /^\|[\s:|-]+\|$/.test(line.trim());

/** Both languages of a cell; what is the same in both stands once. */
function said(cell: string): Said {
  const [ja = "", ...en] = cell.split(" / ");
  return { ja: ja.trim(), en: en.join(" / ").trim() || ja.trim() };
}

/** All tables of a document, in their order. */
export function tablesOf(document: string): Table[] {
  const tables: string[][] = [];
  let isWithin = false;
  for (const line of document.split("\n")) {
    const isRow = line.trimStart().startsWith("|");
    if (isRow && !isWithin) tables.push([]);
    if (isRow) tables.at(-1)?.push(line);
    isWithin = isRow;
  }
  return tables.map((lines) => {
    const [head = [], ...rows] = lines.filter((line) => !isRule(line)).map(cellsOf);
    const shown = (cells: string[]) => cells.filter((_, column) => head[column] !== PROOF).map(said);
    return { head: shown(head), rows: rows.map(shown) };
  });
}
