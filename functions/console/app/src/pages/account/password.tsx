// Changing one's own password.
import { Base, Stack, Text } from "smarthr-ui";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { Form, TextField } from "~/form/form";
import { useMe } from "~/session/me";
import { Strength } from "~/session/strength";
import { useTell } from "~/show/notice";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "パスワードの変更", en: "Change your password" },
  above: { ja: "自分の設定", en: "Your settings" },
  about: { ja: "変更すると、ほかの端末のログインは終了します。", en: "Your sessions on other devices end." },
  current: { ja: "現在のパスワード", en: "Present password" },
  fresh: { ja: "新しいパスワード", en: "New password" },
  freshHelp: { ja: "15文字以上128文字まで。つながりのない言葉をいくつか並べると、覚えやすく推測されにくくなります。記号や大文字は必要ありません。", en: "15 to 128 characters. A few words that have nothing to do with each other are easy to keep and hard to guess; no symbols or capitals are needed." },
  repeated: { ja: "新しいパスワード（もう一度）", en: "New password, once more" },
  short: { ja: "15文字以上にしてください。", en: "At least 15 characters." },
  long: { ja: "128文字までにしてください。", en: "At most 128 characters." },
  differs: { ja: "2つの入力が一致しません。", en: "The two entries differ." },
  go: { ja: "変更", en: "Change" },
  done: { ja: "パスワードを変更しました。", en: "Your password has been changed." },
});

const SHORTEST = 15;
const LONGEST = 128;

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
  const checkLength = (entered: string) => {
    const length = [...entered].length;
    return length < SHORTEST ? t("short") : length > LONGEST ? t("long") : undefined;
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
            <div>
              <TextField name="new_password" label={t("fresh")} help={t("freshHelp")} type="password" autoComplete="new-password" required check={checkLength} />
              <Strength password={form.watch("new_password")} known={[me.name, me.mail_address, me.organization.name]} />
            </div>
            <TextField name="repeated" label={t("repeated")} type="password" autoComplete="new-password" required check={(entered) => (entered === form.getValues("new_password").trim() ? undefined : t("differs"))} />
          </Form>
        </Stack>
      </Base>
    </Page>
  );
}
