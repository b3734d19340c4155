// Which columns somebody chose: names of columns alone, nothing personal, so they lie in localStorage.

export type ColumnKey = "policy" | "state" | "policyholder" | "animal" | "product" | "claimed" | "approved" | "paid" | "received" | "due" | "assignee" | "labels" | "created" | "updated";

/** The column that leads to the claim stays. */
export const MANDATORY: ColumnKey = "policy";
export const USUAL: ColumnKey[] = ["policy", "state", "policyholder", "animal", "claimed", "due", "assignee", "labels"];
const KEPT = "claims.columns";

export function chosenColumns(): ColumnKey[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEPT) ?? "null");
    return Array.isArray(kept) && kept.every((key) => typeof key === "string") ? (kept as ColumnKey[]) : USUAL;
  } catch {
    return USUAL;
  }
}

export function keepColumns(keys: readonly ColumnKey[]): void {
  try {
    window.localStorage.setItem(KEPT, JSON.stringify(keys));
  } catch {
    // A browser that keeps nothing shows what was chosen until it is closed.
  }
}
