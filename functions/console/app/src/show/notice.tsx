// Short messages on what was done, said by screen readers, too; where it is natural, with a way to undo it.
import { Button, NotificationBar } from "smarthr-ui";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useText, words } from "~/text/text";

const text = words({ undo: { ja: "元に戻す", en: "Undo" } });
const SHOWN_MILLISECONDS = 8_000;
/** What can be undone is read, thought over and reached with the keyboard first. */
const UNDO_MILLISECONDS = 30_000;

interface Message {
  kind: "success" | "info" | "error";
  said: string;
  undo?: (() => void) | undefined;
}

type Tell = (message: Message) => void;
const Telling = createContext<Tell>(() => {});

/** `tell({ kind: "success", said: t("saved") })`. */
export const useTell = (): Tell => use(Telling);

export function Notices({ children }: { children: ReactNode }) {
  const t = useText(text);
  const [message, setMessage] = useState<Message>();
  const timer = useRef(0);
  const tell = useCallback<Tell>((next) => setMessage(next), []);
  const close = useCallback(() => setMessage(undefined), []);
  useEffect(() => {
    // An error stays until it is closed.
    if (message && message.kind !== "error") timer.current = window.setTimeout(close, message.undo ? UNDO_MILLISECONDS : SHOWN_MILLISECONDS);
    return () => window.clearTimeout(timer.current);
  }, [message, close]);
  const undo = message?.undo;
  const act = useMemo(
    () =>
      undo && (
        <Button size="s" variant="text" onClick={() => { undo(); close(); }}>
          {t("undo")}
        </Button>
      ),
    [undo, close, t],
  );
  return (
    <Telling value={tell}>
      {children}
      <div className="notices" aria-live="polite">
        {message && (
          <NotificationBar type={message.kind} base="base" onClose={close} subActionArea={act}>
            {message.said}
          </NotificationBar>
        )}
      </div>
    </Telling>
  );
}
