// Asks before a page is left with what was entered on it and not saved: by a link, by the way back, or by closing the window.
import { ActionDialog, Text } from "smarthr-ui";
import { type RefObject, useEffect } from "react";
import { useBlocker } from "react-router";
import { isBeginning } from "~/session/whose";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "このページを離れますか", en: "Leave this page?" },
  about: { ja: "入力した内容は保存されていません。ページを離れると失われます。", en: "What you entered isn't saved. It is lost when you leave." },
  leave: { ja: "保存せずに離れる", en: "Leave without saving" },
  stay: { ja: "入力に戻る", en: "Stay" },
});

// Whoever has signed out, or has no session any more, is led away whatever was entered.
const SIGN_IN = "/sign-in";

/** To be there while something isn't saved. `mayLeave` says that it is being saved, or isn't wanted. */
export function Leaving({ mayLeave }: { mayLeave: RefObject<boolean> }) {
  const t = useText(text);
  const blocker = useBlocker(({ currentLocation: from, nextLocation: to }) => !mayLeave.current && to.pathname !== from.pathname && to.pathname !== SIGN_IN);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!isBeginning()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
  if (blocker.state !== "blocked") return null;
  return (
    <ActionDialog
      isOpen
      title={t("title")}
      actionText={t("leave")}
      actionTheme="danger"
      onClickAction={() => blocker.proceed()}
      onClickClose={() => blocker.reset()}
      onPressEscape={() => blocker.reset()}
      decorators={{ closeButtonLabel: () => t("stay") }}
    >
      <Text>{t("about")}</Text>
    </ActionDialog>
  );
}
