// Whose session the browser has. Tabs share it, and each belongs to one account: when another one signs in, a tab that shows the former
// one's work begins anew, and sends nothing in the other's name.
import { forget, keep, kept } from "~/kept";

const ACCOUNT = "account";
const tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("session");

let mine: string | undefined;
let begins = false;

/** Whether this tab's account is still the one that is signed in, as far as the browser knows. */
export function isMine(): boolean {
  const now = kept(ACCOUNT);
  return mine === undefined || now === undefined || now === mine;
}

/** Loads the tab anew: whoever is signed in now sees their own. What the former one entered and didn't save isn't asked about. */
export function beginAnew(): void {
  begins = true;
  window.location.reload();
}

/** Whether the tab is being loaded anew, so that nobody is asked before it is left. */
export const isBeginning = (): boolean => begins;

/** This tab is an account's, as the service says. */
export function belongTo(account: string): void {
  if (mine !== undefined && mine !== account) return beginAnew();
  mine = account;
  if (kept(ACCOUNT) === account) return;
  keep(ACCOUNT, account);
  tabs?.postMessage("signed in");
}

/** Somebody signs in here. */
export function signInAs(account: string): void {
  mine = undefined;
  belongTo(account);
}

/** Whoever is signed in signs out here, and with it in every tab. */
export function signOut(): void {
  mine = undefined;
  forget(ACCOUNT);
  tabs?.postMessage("signed out");
}

/** Looks whether the tab is still its account's: when another tab says so, and when somebody comes back to it. */
export function watchWhose(): () => void {
  const look = () => {
    if (!isMine()) beginAnew();
  };
  const hear = ({ data }: MessageEvent) => (data === "signed out" && mine !== undefined ? beginAnew() : look());
  const comeBack = () => document.visibilityState === "visible" && look();
  tabs?.addEventListener("message", hear);
  document.addEventListener("visibilitychange", comeBack);
  return () => {
    tabs?.removeEventListener("message", hear);
    document.removeEventListener("visibilitychange", comeBack);
  };
}
