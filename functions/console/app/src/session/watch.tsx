// Keeps the session alive while one works, and says in time when it is going to end for good.
import { Cluster, NotificationBar } from "smarthr-ui";
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { refresh } from "~/api/client";
import { Go } from "~/show/go";
import { moment } from "~/text/format";
import { useText, words } from "~/text/text";
import { knownEnd } from "./end";
import { signInFrom } from "./way";

const text = words({
  ending: {
    ja: "ログインは{at}に終わります。入力中のものを保存して、もう一度ログインしてください。",
    en: "Your session ends at {at}. Save what you are entering, and sign in again.",
  },
  again: { ja: "もう一度ログイン", en: "Sign in again" },
});

const REFRESH_MILLISECONDS = 5 * 60_000;
/** How long before its end the session's end is told. */
const WARNING_MILLISECONDS = 15 * 60_000;
const LOOK_MILLISECONDS = 30_000;

export function SessionWatch() {
  const t = useText(text);
  const place = useLocation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const keep = () => {
      // A page that nobody looks at keeps no session alive.
      if (document.visibilityState === "visible") void refresh().catch(() => {});
    };
    // Not at once: each page load would refresh, and whoever has just signed in needs none.
    const keeping = window.setInterval(keep, REFRESH_MILLISECONDS);
    const looking = window.setInterval(() => setNow(Date.now()), LOOK_MILLISECONDS);
    return () => {
      window.clearInterval(keeping);
      window.clearInterval(looking);
    };
  }, []);
  // Another tab may have been told since: it is read each time one looks.
  const endsAt = knownEnd();
  if (!endsAt || new Date(endsAt).getTime() - now > WARNING_MILLISECONDS) return null;
  return (
    <div className="session-ending" role="status">
      <NotificationBar type="warning" base="base">
        <Cluster gap={0.75} align="center">
          <span>{t("ending", { at: moment(endsAt) })}</span>
          <Go to={signInFrom(place)} size="s">{t("again")}</Go>
        </Cluster>
      </NotificationBar>
    </div>
  );
}
