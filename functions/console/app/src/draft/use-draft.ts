// Keeps what is being entered, so that a closed browser, a lost session or a dead battery takes nothing away.
import { useCallback, useEffect, useRef, useState } from "react";
import { useMe } from "~/session/me";
import { type Draft, dropDraft, findDraft, keepDraft } from "./database";
import { timesForgotten } from "./forget";

const PAUSE_MILLISECONDS = 400;

/**
 * The draft of the account that is signed in: `undefined` while it is looked for, `null` where there is none. `keep` is called with every
 * change and waits for a pause; `drop` once what was entered is saved, or isn't wanted.
 */
export function useDraft(subject: string) {
  const account = useMe().id;
  const [found, setFound] = useState<{ subject: string; draft: Draft | null }>();
  const waiting = useRef<{ timer: number; value: unknown }>(undefined);
  const [isKept, setKept] = useState(false);
  const [signedInAt] = useState(timesForgotten);
  useEffect(() => {
    let isCurrent = true;
    // Whatever fails here must not keep anybody from entering anything.
    findDraft(account, subject).then(
      (draft) => isCurrent && setFound({ subject, draft: draft ?? null }),
      () => isCurrent && setFound({ subject, draft: null }),
    );
    return () => {
      isCurrent = false;
    };
  }, [account, subject]);
  const flush = useCallback(() => {
    if (!waiting.current) return;
    const { timer, value } = waiting.current;
    window.clearTimeout(timer);
    waiting.current = undefined;
    if (timesForgotten() !== signedInAt) return;
    void keepDraft(account, subject, value).then(() => setKept(true), () => setKept(false));
  }, [account, subject, signedInAt]);
  const keep = useCallback(
    (value: unknown) => {
      window.clearTimeout(waiting.current?.timer);
      waiting.current = { timer: window.setTimeout(flush, PAUSE_MILLISECONDS), value };
    },
    [flush],
  );
  const drop = useCallback(async () => {
    window.clearTimeout(waiting.current?.timer);
    waiting.current = undefined;
    setKept(false);
    setFound({ subject, draft: null });
    await dropDraft(account, subject).catch(() => {});
  }, [account, subject]);
  useEffect(() => {
    const leave = () => document.visibilityState === "hidden" && flush();
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      flush();
    };
  }, [flush]);
  return { draft: found?.subject === subject ? found.draft : undefined, keep, drop, isKept };
}
