// Keeps the session alive while one works, and says in time when it is going to end for good.
import { NotificationBar } from "smarthr-ui";
import { useEffect, useState } from "react";
import { refresh } from "~/api/client";
import { moment } from "~/text/format";
import { useText, words } from "~/text/text";

const text = words({
  ending: {
    ja: "ログインは{at}に終わります。入力中のものを保存して、もう一度ログインしてください。",
    en: "Your session ends at {at}. Save what you are entering, and sign in again.",
  },
});

const REFRESH_MILLISECONDS = 5 * 60_000;
/** How long before its end the session's end is told. */
const WARNING_MILLISECONDS = 15 * 60_000;
const LOOK_MILLISECONDS = 30_000;
/** Under which the tab knows the session's end across page loads. */
const ENDS_AT = "session-ends-at";

export function SessionWatch() {
  const t = useText(text);
  const [endsAt, setEndsAt] = useState(() => window.sessionStorage.getItem(ENDS_AT) ?? undefined);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const keep = () => {
      // A page that nobody looks at keeps no session alive.
      if (document.visibilityState !== "visible") return;
      void refresh().then((session) => {
        if (!session) return;
        window.sessionStorage.setItem(ENDS_AT, session.ends_at);
        setEndsAt(session.ends_at);
      }, () => {});
    };
    // Not at once: each page load would refresh, and whoever has just signed in needs none.
    const keeping = window.setInterval(keep, REFRESH_MILLISECONDS);
    const looking = window.setInterval(() => setNow(Date.now()), LOOK_MILLISECONDS);
    return () => {
      window.clearInterval(keeping);
      window.clearInterval(looking);
    };
  }, []);
  if (!endsAt || new Date(endsAt).getTime() - now > WARNING_MILLISECONDS) return null;
  return (
    <div className="session-ending" role="status">
      <NotificationBar type="warning" base="base">{t("ending", { at: moment(endsAt) })}</NotificationBar>
    </div>
  );
}
