// When the session ends for good, as the service last said it: known to every tab, whichever of them was told. The next sign-in says
// another end.
import type { components } from "~/api/schema";
import { forget, keep, kept } from "~/kept";

type SessionView = components["schemas"]["SessionView"];

const ENDS_AT = "session-ends-at";

/** Keeps what the service says when it opens or renews a session. */
export const keepEnd = ({ ends_at }: SessionView): void => keep(ENDS_AT, ends_at);

/** The end of the session; `undefined` where nobody has said it. */
export const knownEnd = (): string | undefined => kept(ENDS_AT);

/** Forgets it, when one signs out. */
export const forgetEnd = (): void => forget(ENDS_AT);
