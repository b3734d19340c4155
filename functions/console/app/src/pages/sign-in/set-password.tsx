// Setting a password through the link of an invitation or a reset. The link's secret stands behind `#`, which browsers send to nobody;
// it is taken out of the address at once.
import { Base, InformationPanel, Stack, Text } from "smarthr-ui";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { Link, useLocation, useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { Form } from "~/form/form";
import { type NewPassword, NewPasswordFields } from "~/session/new-password";
import { Outside } from "~/shell/outside";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "パスワードの設定", en: "Set your password" },
  go: { ja: "設定する", en: "Set the password" },
  done: { ja: "パスワードを設定しました。ログインできます。", en: "Your password is set. You can sign in now." },
  incomplete: { ja: "リンクが正しくありません", en: "The link is incomplete" },
  incompleteAbout: { ja: "メールのリンクをもう一度開いてください。期限が切れているときは、新しいリンクを受け取れます。", en: "Open it again from the mail. If its time is over, ask for a new one." },
  signIn: { ja: "ログインへ", en: "To sign-in" },
  anew: { ja: "新しいリンクを受け取る", en: "Ask for a new link" },
});

export function SetPassword() {
  const t = useText(text);
  const link = useLink();
  // A link that is opened in the same tab is begun with anew.
  return <Outside title={t("title")}>{link ? <Entry key={link.opened} token={link.token} /> : <Incomplete />}</Outside>;
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
  useEffect(() => form.setFocus("new_password"), [form]);
  const send = async ({ new_password }: NewPassword) => {
    await answer(api.POST("/api/passwords", { body: { token, new_password } }));
    setDone(true);
  };
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

function Incomplete() {
  const t = useText(text);
  return (
    <Stack gap={1.5}>
      <InformationPanel type="error" toggleable={false} title={t("incomplete")} role="alert">
        <Text>{t("incompleteAbout")}</Text>
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
