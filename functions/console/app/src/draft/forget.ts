// Drops every draft with its keys, when one signs out. A file of its own, since the shell needs nothing else of drafts.

let forgotten = 0;

/** How often drafts were dropped: what was entered before the last time isn't kept any more, even if its pause ends only now. */
export const timesForgotten = (): number => forgotten;

export function forgetDrafts(): void {
  forgotten += 1;
  try {
    indexedDB.deleteDatabase("drafts");
  } catch {
    // A browser without the database has no drafts.
  }
}
