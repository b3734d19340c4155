// Asking the support desk; the answer goes to one's own mail address, under a number.
import { Base, Button, Cluster, Stack, Text } from "smarthr-ui";
import { useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { Link, useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { Form, NoteField, TextField } from "~/form/form";
import { useMe } from "~/session/me";
import { CopyButton } from "~/show/copy";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "お問い合わせ", en: "Ask the support desk" },
  above: { ja: "ヘルプ", en: "Help" },
  about: { ja: "{address}に返信します。", en: "We reply to {address}." },
  personal: { ja: "契約者の氏名や口座番号は書かないでください。証券番号や、エラーに表示された番号があると早く確認できます。", en: "Leave out names and account numbers of policyholders. A policy number, or the number shown with an error, helps us." },
  subject: { ja: "件名", en: "Subject" },
  content: { ja: "内容", en: "What it is about" },
  contentHelp: { ja: "4000文字まで", en: "4000 characters at most" },
  long: { ja: "{most}文字までにしてください。", en: "At most {most} characters." },
  go: { ja: "送信", en: "Send" },
  done: { ja: "お問い合わせを受け付けました", en: "We have your inquiry" },
  number: { ja: "受付番号", en: "Its number" },
  doneAbout: { ja: "確認のメールを{address}にお送りしました。続けてお問い合わせのときは、この番号をお知らせください。", en: "A mail to {address} confirms it. Give this number when you ask again." },
  again: { ja: "続けて問い合わせる", en: "Ask something else" },
  help: { ja: "ヘルプへ", en: "Back to help" },
});

const LONGEST_SUBJECT = 200;
const LONGEST_TEXT = 4000;

export function Inquiry() {
  const t = useText(text);
  const [number, setNumber] = useState<string>();
  return (
    <Page title={t("title")} above={{ to: "/help", name: t("above") }}>
      <Base padding={1.5} className="narrow">{number ? <Taken number={number} again={() => setNumber(undefined)} /> : <Asking taken={setNumber} />}</Base>
    </Page>
  );
}

function Asking({ taken }: { taken: (number: string) => void }) {
  const t = useText(text);
  const me = useMe();
  const navigate = useNavigate();
  const form = useForm({ mode: "onTouched", defaultValues: { subject: "", text: "" } });
  const send = async (entered: { subject: string; text: string }) => {
    const body = { subject: entered.subject.trim(), text: entered.text.trim() };
    taken((await answer(api.POST("/api/inquiries", { body }))).number);
  };
  const within = (most: number) => (entered: string) => ([...entered].length > most ? t("long", { most }) : undefined);
  return (
    <Stack gap={1.5}>
      <Text>{t("about", { address: me.mail_address })}</Text>
      <Text size="S" color="TEXT_GREY">{t("personal")}</Text>
      <Form form={form} send={send} action={t("go")} cancel={() => void navigate("/help")}>
        <TextField name="subject" label={t("subject")} autoComplete="off" required check={within(LONGEST_SUBJECT)} />
        <NoteField name="text" label={t("content")} help={t("contentHelp")} rows={8} required check={within(LONGEST_TEXT)} />
      </Form>
    </Stack>
  );
}

function Taken({ number, again }: { number: string; again: () => void }) {
  const t = useText(text);
  const me = useMe();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="told" role="status">
      <Stack gap={1}>
        <Text weight="bold">{t("done")}</Text>
        <Cluster gap={0.5} align="center">
          <Text>{t("number")}</Text>
          <code className="secret">{number}</code>
          <CopyButton content={number} />
        </Cluster>
        <Text>{t("doneAbout", { address: me.mail_address })}</Text>
        <Cluster gap={1} align="center">
          <Button onClick={again}>{t("again")}</Button>
          <Link to="/help">{t("help")}</Link>
        </Cluster>
      </Stack>
    </div>
  );
}
