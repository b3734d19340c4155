// What the browser keeps from one visit to the next: what somebody chose, nothing personal. In cookies, since signing out makes the
// browser forget all else of the site (Clear-Site-Data), and drafts are to be forgotten with it.

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const cookie = (name: string, value: string, seconds: number): string => `__Host-${name}=${encodeURIComponent(value)}; Path=/; Secure; SameSite=Strict; Max-Age=${seconds}`;

/** What is kept under a name. */
export function kept(name: string): string | undefined {
  const head = `__Host-${name}=`;
  const found = document.cookie.split("; ").find((one) => one.startsWith(head));
  try {
    return found && decodeURIComponent(found.slice(head.length));
  } catch {
    // Not what was written here.
    return undefined;
  }
}

/** Keeps a value under a name, for a year. */
export function keep(name: string, value: string): void {
  document.cookie = cookie(name, value, YEAR_SECONDS);
}

/** Forgets what is kept under a name. */
export function forget(name: string): void {
  document.cookie = cookie(name, "", 0);
}
