// What can be shown of one's second factors, and what allows one to be removed.
import type { components } from "~/api/schema";
import type { Way } from "~/session/proof";

type Held = Pick<components["schemas"]["Factors"], "totp_added_at" | "passkeys">;

/** Whether any is there that a sign-in asks for. */
export const isEnrolled = ({ totp_added_at, passkeys }: Held): boolean => Boolean(totp_added_at) || passkeys.length > 0;

/** What can be shown that isn't the password. */
export const factorWays = ({ totp_added_at, passkeys }: Held): Way[] => [
  ...(totp_added_at ? (["code"] as const) : []),
  ...(passkeys.length > 0 ? (["passkey"] as const) : []),
];

/** What allows a factor to be removed: any other one. `removed` is `totp` or a passkey's identifier. */
export const waysWithout = ({ totp_added_at, passkeys }: Held, removed: string): Way[] =>
  removed === "totp" ? factorWays({ totp_added_at: null, passkeys }) : factorWays({ totp_added_at, passkeys: passkeys.filter(({ id }) => id !== removed) });
