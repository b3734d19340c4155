// Registering a card. Its number is typed into a frame of the card company's script, which has no origin and hands out a token alone:
// the console never sees the number, and the script never sees the console.
import { Base, Button, Stack, Text } from "smarthr-ui";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { answer, api } from "~/api/client";
import { Failure } from "~/show/failure";
import { useTell } from "~/show/notice";
import { WaitingRows } from "~/show/waiting";
import { FormWindow } from "~/show/window";
import { useText, words } from "~/text/text";
import { told } from "./card-told";
import { POLICYHOLDERS } from "./queries";
import "./card-entry.css";

const text = words({
  register: { ja: "カードを登録", en: "Register a card" },
  replace: { ja: "別のカードに変更", en: "Use another card" },
  about: {
    ja: "カード番号はカード会社へ直接送られます。このサービスには届かず、保存もされません。",
    en: "The number goes straight to the card company. It neither reaches this service nor is kept by it.",
  },
  frame: { ja: "カード情報の入力", en: "The card" },
  registering: { ja: "カードを登録しています", en: "Registering the card" },
  cancel: { ja: "キャンセル", en: "Cancel" },
  done: { ja: "カードを登録しました。", en: "The card is registered." },
});

const UNTOLD_HEIGHT = 240;

interface Props {
  policyholder: string;
  version: string | undefined;
  /** Whether there is one already. */
  replaces: boolean;
}

export function CardEntry(props: Props) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const said = t(props.replaces ? "replace" : "register");
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>{said}</Button>
      <FormWindow isOpen={isOpen} title={said} close={close}>
        <Entry {...props} close={close} />
      </FormWindow>
    </>
  );
}

function Entry({ policyholder, version, close }: Props & { close: () => void }) {
  const t = useText(text);
  const known = useQueryClient();
  const tell = useTell();
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const register = async (token: string) => {
    setBusy(true);
    setError(undefined);
    try {
      const header = version ? { "If-Match": version } : {};
      await answer(api.POST("/api/policyholders/{id}/card", { params: { path: { id: policyholder }, header }, body: { token } }));
      await known.invalidateQueries({ queryKey: [POLICYHOLDERS] });
      tell({ kind: "success", said: t("done") });
      close();
    } catch (failed) {
      // A token is good once: the frame comes anew, for another.
      setError(failed);
      setHeight(undefined);
      setBusy(false);
    }
  };
  useEffect(() => {
    const hear = (event: MessageEvent<unknown>) => {
      if (!frame.current || event.source !== frame.current.contentWindow) return;
      const said = told(event.data);
      if (said?.kind === "card_height") setHeight(said.height);
      if (said?.kind === "card_token") void register(said.token);
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  });
  return (
    <Stack gap={1}>
      <Base padding={0.75}><Text size="S">{t("about")}</Text></Base>
      {error !== undefined && <Failure error={error} />}
      {isBusy ? <Text role="status">{t("registering")}</Text> : (
        <>
          {height === undefined && <WaitingRows rows={4} />}
          <iframe
            ref={frame}
            className="card-entry"
            title={t("frame")}
            src="/card"
            sandbox="allow-scripts allow-forms allow-modals"
            height={height ?? 0}
            // A page that tells nothing of itself is shown, too.
            onLoad={() => setHeight((height) => height ?? UNTOLD_HEIGHT)}
          />
        </>
      )}
      <div><Button size="s" onClick={close} disabled={isBusy}>{t("cancel")}</Button></div>
    </Stack>
  );
}
