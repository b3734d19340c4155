// Changing many claims at once: twenty by one call, as the API takes them, and only those that change, so that undoing brings back what was.
import type { ClaimItem } from "../ask";

/** How many one call takes. */
export const MANY = 20;

/** What is done to the chosen claims. */
export type Change = { kind: "attach" | "detach"; label: string } | { kind: "assign"; assignee: string | null };

/** One call: the change, and the claims that it is for. */
export interface Call {
  change: Change;
  records: string[];
}

type Chosen = Pick<ClaimItem, "id" | "labels"> & { names: { assignee?: { id: string } | null } };

export const assigneeOf = (claim: Chosen): string | null => claim.names.assignee?.id ?? null;

/** The claims that a change leaves other than they are. */
export function changing<C extends Chosen>(claims: readonly C[], change: Change): C[] {
  if (change.kind === "assign") return claims.filter((claim) => assigneeOf(claim) !== change.assignee);
  return claims.filter((claim) => claim.labels.includes(change.label) === (change.kind === "detach"));
}

/** The calls that make a change. */
export const calls = (claims: readonly Chosen[], change: Change): Call[] => chunks(changing(claims, change).map((claim) => claim.id), change);

/** The calls that bring back what was: of the claims as they were before, those that were changed. */
export function undoing(before: readonly Chosen[], change: Change, done: ReadonlySet<string>): Call[] {
  const changed = changing(before, change).filter((claim) => done.has(claim.id));
  if (change.kind !== "assign") return chunks(changed.map((claim) => claim.id), { kind: change.kind === "attach" ? "detach" : "attach", label: change.label });
  const people = new Set(changed.map(assigneeOf));
  return [...people].flatMap((assignee) => chunks(changed.filter((claim) => assigneeOf(claim) === assignee).map((claim) => claim.id), { kind: "assign", assignee }));
}

function chunks(ids: string[], change: Change): Call[] {
  const found: Call[] = [];
  for (let at = 0; at < ids.length; at += MANY) found.push({ change, records: ids.slice(at, at + MANY) });
  return found;
}
