// How an account stands: what administrators look for when they keep their accounts in order (WP1).
import type { components } from "~/api/schema";
import { words } from "~/text/text";

type AccountView = components["schemas"]["AccountView"];

/** After how many days without a sign-in an account counts as unused, as the service's mails have it. */
export const UNUSED_DAYS = 90;
const DAY_MILLISECONDS = 86_400_000;

export const STANDINGS = ["active", "invited", "invitation_expired", "never_used", "unused", "mail_stopped"] as const;
export type Standing = (typeof STANDINGS)[number];

export const standingNames = words({
  active: { ja: "有効", en: "Active" },
  invited: { ja: "招待中", en: "Invited" },
  invitation_expired: { ja: "招待の期限切れ", en: "Invitation expired" },
  never_used: { ja: "未使用", en: "Never used" },
  unused: { ja: "90日以上未使用", en: "Unused for 90 days" },
  mail_stopped: { ja: "メール停止", en: "Mail stopped" },
});

/** All that holds of an account. One that mail doesn't reach may be active all the same. */
export function standingsOf(account: Pick<AccountView, "state" | "last_sign_in" | "mail_suppression" | "invitation_ends_at">, now: number): Standing[] {
  const stopped: Standing[] = account.mail_suppression ? ["mail_stopped"] : [];
  const expired: Standing[] = hasExpired(account, now) ? ["invitation_expired"] : [];
  return [used(account, now), ...expired, ...stopped];
}

/** Whether the link of the newest invitation is void, so that only inviting again helps. */
export const hasExpired = ({ invitation_ends_at: end }: Pick<AccountView, "invitation_ends_at">, now: number): boolean =>
  Boolean(end) && new Date(end ?? 0).getTime() <= now;

function used({ state, last_sign_in: last }: Pick<AccountView, "state" | "last_sign_in">, now: number): Standing {
  if (state === "invited") return "invited";
  if (!last) return "never_used";
  return now - new Date(last.at).getTime() >= UNUSED_DAYS * DAY_MILLISECONDS ? "unused" : "active";
}
