// How an account stands, as marks.
import { type Mark, Marks } from "~/show/marks";
import { useText } from "~/text/text";
import type { AccountView } from "./known";
import { type Standing, standingNames, standingsOf } from "./standing";

const kinds: Record<Standing, Mark["kind"]> = { active: "green", invited: "blue", invitation_expired: "warning", never_used: "grey", unused: "warning", mail_stopped: "error" };

export function StandingMarks({ account }: { account: AccountView }) {
  const t = useText(standingNames);
  return <Marks marks={standingsOf(account, Date.now()).map((standing) => ({ key: standing, said: t(standing), kind: kinds[standing] }))} />;
}
