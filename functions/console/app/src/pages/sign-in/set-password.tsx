// Setting a password through the link of an invitation or a reset. The link's secret stands behind `#`, which browsers send to nobody;
// it is taken out of the address at once.
import { Base, InformationPanel, Stack, Text } from "smarthr-ui";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { Link, useLocation, useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { asProblem } from "~/api/problem";
import { Form } from "~/form/form";
import { type NewPassword, NewPasswordFields } from "~/session/new-password";
import { Outside } from "~/shell/outside";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "パスワードの設定", en: "Set your password" },
  go: { ja: "設定する", en: "Set the password" },
  done: { ja: "パスワードを設定しました。ログインできます。", en: "Your password is set. You can sign in now." },
  incomplete: { ja: "リンクが正しくありません", en: "The link is incomplete" },
  incompleteAbout: { ja: "メールのリンクをもう一度開いてください。", en: "Open it again from the mail." },
  refused: { ja: "リンクは使用済みか、期限切れです", en: "The link was used or has expired" },
  reset: { ja: "パスワードを再設定する方は、もう一度申請してください。", en: "Whoever wants another password asks for a new link." },
  invited: {
    ja: "招待された方は、組織管理者に招待し直してもらってください。招待のリンクは{hours}時間有効です。",
    en: "Whoever was invited asks an administrator to invite them again: the link of an invitation is good for {hours} hours.",
  },
  signIn: { ja: "ログインへ", en: "To sign-in" },
  anew: { ja: "パスワードの再設定を申請", en: "Ask for a new password" },
});

/** How long the link of an invitation is good, as the service has it. */
const INVITATION_HOURS = 72;

export function SetPassword() {
  const t = useText(text);
  const link = useLink();
  // A link that is opened in the same tab is begun with anew.
  return <Outside title={t("title")}>{link ? <Entry key={link.opened} token={link.token} /> : <Unusable title={t("incomplete")} about={t("incompleteAbout")} />}</Outside>;
}

function useLink() {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [link, setLink] = useState<{ token: string; opened: number }>();
  useEffect(() => {
    const token = new URLSearchParams(hash.slice(1)).get("token");
    if (!token) return;
    setLink((before) => ({ token, opened: (before?.opened ?? 0) + 1 }));
    void navigate(pathname, { replace: true });
  }, [hash, navigate, pathname]);
  return link;
}

function Entry({ token }: { token: string }) {
  const t = useText(text);
  const form = useForm<NewPassword>({ mode: "onTouched", defaultValues: { new_password: "", repeated: "" } });
  const [isDone, setDone] = useState(false);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => form.setFocus("new_password"), [form]);
  const send = async ({ new_password }: NewPassword) => {
    try {
      await answer(api.POST("/api/passwords", { body: { token, new_password } }));
      setDone(true);
    } catch (failed) {
      if (asProblem(failed).code !== "link_invalid") throw failed;
      setRefused(true);
    }
  };
  if (isRefused) return <Unusable title={t("refused")} />;
  return (
    <Base padding={1.5}>
      <Stack gap={1.5}>
        {isDone ? <Text role="status">{t("done")}</Text> : (
          <Form form={form} send={send} action={t("go")}>
            <NewPasswordFields known={[]} />
          </Form>
        )}
        <Ways isDone={isDone} />
      </Stack>
    </Base>
  );
}

/** That a link does nothing, and the way to another one: it depends on what it was for, which the link doesn't tell. */
function Unusable({ title, about }: { title: string; about?: string }) {
  const t = useText(text);
  return (
    <Stack gap={1.5}>
      <InformationPanel type="error" toggleable={false} title={title} role="alert">
        <Stack gap={0.5}>
          {about && <Text>{about}</Text>}
          <Text>{t("reset")}</Text>
          <Text>{t("invited", { hours: INVITATION_HOURS })}</Text>
        </Stack>
      </InformationPanel>
      <Ways isDone={false} />
    </Stack>
  );
}

function Ways({ isDone }: { isDone: boolean }) {
  const t = useText(text);
  return (
    <Stack gap={0.5}>
      <Link to="/sign-in">{t("signIn")}</Link>
      {!isDone && <Link to="/forgotten-password">{t("anew")}</Link>}
    </Stack>
  );
}
