// Which columns somebody chose.
import { keep, kept } from "~/kept";

export type ColumnKey = "policy" | "state" | "policyholder" | "animal" | "product" | "claimed" | "approved" | "paid" | "received" | "due" | "assignee" | "labels" | "created" | "updated";

/** The column that leads to the claim stays. */
export const MANDATORY: ColumnKey = "policy";
export const USUAL: ColumnKey[] = ["policy", "state", "policyholder", "animal", "claimed", "due", "assignee", "labels"];
const COLUMNS = "columns";

export function chosenColumns(): ColumnKey[] {
  try {
    const chosen: unknown = JSON.parse(kept(COLUMNS) ?? "null");
    return Array.isArray(chosen) && chosen.every((key) => typeof key === "string") ? (chosen as ColumnKey[]) : USUAL;
  } catch {
    return USUAL;
  }
}

export const keepColumns = (keys: readonly ColumnKey[]): void => keep(COLUMNS, JSON.stringify(keys));
