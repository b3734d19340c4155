// How a client certificate stands.
import type { components } from "~/api/schema";
import { words } from "~/text/text";

export type CertificateView = components["schemas"]["CertificateView"];

/** From how many days before its end a certificate is marked, as the service's mails have it (WP1). */
export const ENDING_DAYS = 30;
const DAY_MILLISECONDS = 86_400_000;

export const STANDINGS = ["issued", "downloaded", "ending", "expired", "revoked"] as const;
export type Standing = (typeof STANDINGS)[number];

export const standingNames = words({
  issued: { ja: "ダウンロード待ち", en: "To be downloaded" },
  downloaded: { ja: "配布済", en: "Handed out" },
  ending: { ja: "30日以内に期限切れ", en: "Ends within 30 days" },
  expired: { ja: "期限切れ", en: "Expired" },
  revoked: { ja: "失効", en: "Revoked" },
});

/** All that holds of a certificate: what can't be used any more is nothing else. */
export function standingsOf({ state, expires_at }: Pick<CertificateView, "state" | "expires_at">, now: number): Standing[] {
  if (state === "revoked") return ["revoked"];
  const left = new Date(expires_at).getTime() - now;
  if (left <= 0) return ["expired"];
  return left <= ENDING_DAYS * DAY_MILLISECONDS ? [state, "ending"] : [state];
}
