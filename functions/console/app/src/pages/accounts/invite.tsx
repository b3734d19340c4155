// Inviting somebody: the account is there at once, and a mail leads to the page on which its password is set.
import { useQueryClient } from "@tanstack/react-query";
import { Base, Stack, Text } from "smarthr-ui";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { Form, TextField } from "~/form/form";
import { useTell } from "~/show/notice";
import { OnlyPage } from "~/show/only";
import { useText, words } from "~/text/text";
import { AccountFields, type Entered, sent } from "./fields";
import { ACCOUNTS } from "./known";

const text = words({
  title: { ja: "アカウントの招待", en: "Invite somebody" },
  list: { ja: "アカウント", en: "Accounts" },
  about: { ja: "招待メールが届いた人は、メールのリンクからパスワードを設定してログインします。", en: "Whoever is invited sets a password through the link in the mail, and signs in with it." },
  address: { ja: "メールアドレス", en: "Mail address" },
  go: { ja: "招待メールを送る", en: "Send the invitation" },
  done: { ja: "{name}さんに招待メールを送りました。", en: "The invitation of {name} is on its way." },
});

export function Invite() {
  const t = useText(text);
  const tell = useTell();
  const navigate = useNavigate();
  const known = useQueryClient();
  const once = useOnce();
  const form = useForm<Entered & { mail_address: string }>({ mode: "onTouched", defaultValues: { mail_address: "", name: "", roles: [], approval_limit_yen: "" } });
  const send = async (entered: Entered & { mail_address: string }) => {
    const body = { ...sent(entered), mail_address: entered.mail_address.trim() };
    const account = await answer(api.POST("/api/accounts", { params: { header: once(body) }, body }));
    await known.invalidateQueries({ queryKey: ACCOUNTS });
    tell({ kind: "success", said: t("done", { name: account.name }) });
    await navigate(`/accounts/${account.id}`);
  };
  return (
    <OnlyPage role="administrator" title={t("title")} above={{ to: "/accounts", name: t("list") }}>
      <Base padding={1.5} className="narrow">
        <Stack gap={1.5}>
          <Text>{t("about")}</Text>
          <Form form={form} send={send} action={t("go")} cancel={() => void navigate("/accounts")}>
            <TextField name="mail_address" label={t("address")} type="email" autoComplete="off" required />
            <AccountFields />
          </Form>
        </Stack>
      </Base>
    </OnlyPage>
  );
}
