// When the session ends for good, as the service last said it: known to every tab, whichever of them was told. A time and nothing else,
// so it may lie in localStorage; the next sign-in says another one.
import type { components } from "~/api/schema";

type SessionView = components["schemas"]["SessionView"];

const KEPT = "session-ends-at";

/** Keeps what the service says when it opens or renews a session. */
export function keepEnd({ ends_at }: SessionView): void {
  try {
    window.localStorage.setItem(KEPT, ends_at);
  } catch {
    // A browser that keeps nothing can't say in time that the session ends; the service ends it all the same.
  }
}

/** The end of the session; `undefined` where nobody has said it. */
export function knownEnd(): string | undefined {
  try {
    return window.localStorage.getItem(KEPT) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Forgets it, when one signs out. */
export function forgetEnd(): void {
  try {
    window.localStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}
