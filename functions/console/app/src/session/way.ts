// The way to sign in, and back.

/** Where one goes to sign in, and comes back from. */
export const signInFrom = (place: { pathname: string; search: string }): string => {
  const from = place.pathname + place.search;
  return from === "/" ? "/sign-in" : `/sign-in?return=${encodeURIComponent(from)}`;
};

/** Where second factors are enrolled. */
export const ENROLMENT = "/account/second-factors";

/** What is kept on the way to enrolling a second factor that the organization demands: that it does, and where one comes from. */
export interface FactorWay {
  needed: true;
  from: string;
}

export const factorFrom = (place: { pathname: string; search: string }): FactorWay => ({ needed: true, from: place.pathname + place.search });

/** The place within the console that a sign-in leads back to: nothing else, so that no link can lead elsewhere. */
export function placeAfter(wanted: string | null): string {
  return wanted?.startsWith("/") && !wanted.startsWith("//") && !wanted.startsWith("/\\") && !wanted.startsWith("/sign-in") ? wanted : "/";
}
