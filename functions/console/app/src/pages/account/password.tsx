// Changing one's own password.
import { Base, Stack, Text } from "smarthr-ui";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { Form, TextField } from "~/form/form";
import { useMe } from "~/session/me";
import { NewPasswordFields } from "~/session/new-password";
import { useTell } from "~/show/notice";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "パスワードの変更", en: "Change your password" },
  above: { ja: "自分の設定", en: "Your settings" },
  about: { ja: "変更すると、ほかの端末のログインは終了します。", en: "Your sessions on other devices end." },
  current: { ja: "現在のパスワード", en: "Present password" },
  go: { ja: "変更", en: "Change" },
  done: { ja: "パスワードを変更しました。", en: "Your password has been changed." },
});

export function ChangePassword() {
  const t = useText(text);
  const me = useMe();
  const tell = useTell();
  const navigate = useNavigate();
  const form = useForm({ mode: "onTouched", defaultValues: { current_password: "", new_password: "", repeated: "" } });
  const send = async ({ current_password, new_password }: { current_password: string; new_password: string }) => {
    await answer(api.PUT("/api/me/password", { body: { current_password, new_password } }));
    tell({ kind: "success", said: t("done") });
    await navigate("/account");
  };
  return (
    <Page title={t("title")} above={{ to: "/account", name: t("above") }}>
      <Base padding={1.5} className="narrow">
        <Stack gap={1.5}>
          <Text>{t("about")}</Text>
          <Form form={form} send={send} action={t("go")} cancel={() => void navigate("/account")}>
            {/* For password managers: whose password it is. */}
            <input type="text" name="username" autoComplete="username" value={me.mail_address} readOnly hidden />
            <TextField name="current_password" label={t("current")} type="password" autoComplete="current-password" required />
            <NewPasswordFields known={[me.name, me.mail_address, me.organization.name]} />
          </Form>
        </Stack>
      </Base>
    </Page>
  );
}
