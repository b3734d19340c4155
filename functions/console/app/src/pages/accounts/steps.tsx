// What administrators do with an account: invite again, let mail go there again, take away second factors, remove.
import { useQueryClient } from "@tanstack/react-query";
import { InformationPanel, Stack, Text } from "smarthr-ui";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { Problem, asProblem } from "~/api/problem";
import { ConfirmButton } from "~/show/confirm";
import { useTell } from "~/show/notice";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { ACCOUNTS, type AccountView } from "./known";

const text = words({
  reinvite: { ja: "招待し直す", en: "Invite again" },
  reinviteAsk: { ja: "{address}に招待メールを送り直します。前のリンクは使えなくなります。", en: "A new invitation goes to {address}. The older link is void." },
  reinvited: { ja: "招待メールを送り直しました。", en: "The invitation is on its way again." },
  factor: { ja: "二要素認証を解除", en: "Remove second factors" },
  factorAsk: {
    ja: "{name}さんの認証アプリ、パスキー、リカバリーコードをすべて解除します。電話機や鍵をなくしたと本人から連絡があったときだけ行ってください。本人にメールで知らせます。",
    en: "All second factors of {name} are removed: app, passkeys and recovery codes. Do so only when they told you themselves that phone or key is lost. They are told by mail.",
  },
  factorDone: { ja: "二要素認証を解除しました。", en: "The second factors have been removed." },
  factorNone: { ja: "このアカウントに二要素認証は登録されていません。", en: "This account has no second factor." },
  remove: { ja: "アカウントを削除", en: "Remove the account" },
  removeAsk: {
    ja: "{name}さんはすぐにログインできなくなります。操作の記録は残ります。この操作は元に戻せません。",
    en: "{name} can't sign in any more, from now on. What was done stays on the timeline. This can't be undone.",
  },
  removeLast: {
    ja: "最後の組織管理者は削除できません。その場合は、先にほかのアカウントへ組織管理者の権限を付けてください。",
    en: "The last administrator can't be removed: make another account an administrator before.",
  },
  removeOwn: { ja: "これは自分のアカウントです。削除すると、すぐにログアウトします。", en: "This is your own account: you are signed out at once." },
  removed: { ja: "{name}さんのアカウントを削除しました。", en: "The account of {name} has been removed." },
  stopped: { ja: "このアドレスへのメール送信を停止しています", en: "No mail goes to this address" },
  bounce: { ja: "{since}に、メールが届かず戻ってきたためです。アドレスが正しいことを本人に確かめてから、再開してください。", en: "A mail came back on {since}. Make sure that the address is right before mail goes there again." },
  complaint: { ja: "{since}に、受け取った人が迷惑メールとして申告したためです。本人に確かめてから、再開してください。", en: "A mail was reported as unwanted on {since}. Ask its owner before mail goes there again." },
  lift: { ja: "メール送信を再開", en: "Send mail again" },
  liftAsk: { ja: "{address}へのメール送信を再開します。", en: "Mail goes to {address} again." },
  lifted: { ja: "メール送信を再開しました。", en: "Mail goes there again." },
});

interface Props {
  account: AccountView;
  version: string | undefined;
}

// How the API names the account at the version that is shown.
const named = ({ account, version }: Props) => ({ path: { id: account.id }, header: version ? { "If-Match": version } : {} });

// Does a step and shows what has become of the account; where somebody else was faster, that is what is shown for the next try.
function useStep() {
  const known = useQueryClient();
  const tell = useTell();
  return async (call: () => Promise<unknown>, said: string) => {
    try {
      await call();
      tell({ kind: "success", said });
    } finally {
      await known.invalidateQueries({ queryKey: ACCOUNTS });
    }
  };
}

export function Steps({ account, version, isOwn }: Props & { isOwn: boolean }) {
  const t = useText(text);
  const step = useStep();
  const params = named({ account, version });
  const reinvite = () => step(() => answer(api.POST("/api/accounts/{id}/reinvite", { params })), t("reinvited"));
  const removeFactors = () =>
    step(async () => {
      await answer(api.DELETE("/api/accounts/{id}/second-factors", { params })).catch((failed: unknown) => {
        const problem = asProblem(failed);
        throw problem.status === 404 ? new Problem(409, { title: t("factorNone"), code: "second_factor_none" }) : problem;
      });
    }, t("factorDone"));
  return (
    <>
      {account.state === "invited" && (
        <ConfirmButton action={t("reinvite")} title={t("reinvite")} act={reinvite}>
          <Text>{t("reinviteAsk", { address: account.mail_address })}</Text>
        </ConfirmButton>
      )}
      {account.second_factor && !isOwn && (
        <ConfirmButton action={t("factor")} title={t("factor")} act={removeFactors}>
          <Text>{t("factorAsk", { name: account.name })}</Text>
        </ConfirmButton>
      )}
      <Remove account={account} version={version} isOwn={isOwn} />
    </>
  );
}

function Remove({ account, version, isOwn }: Props & { isOwn: boolean }) {
  const t = useText(text);
  const tell = useTell();
  const navigate = useNavigate();
  const known = useQueryClient();
  const remove = async () => {
    await answer(api.DELETE("/api/accounts/{id}", { params: named({ account, version }) })).catch(async (failed: unknown) => {
      await known.invalidateQueries({ queryKey: ACCOUNTS });
      throw failed;
    });
    tell({ kind: "success", said: t("removed", { name: account.name }) });
    await navigate("/accounts");
    await known.invalidateQueries({ queryKey: ACCOUNTS, predicate: (query) => query.queryKey[1] !== account.id });
  };
  return (
    <ConfirmButton action={t("remove")} title={t("remove")} act={remove} variant="danger">
      <Stack gap={0.5}>
        <Text>{t("removeAsk", { name: account.name })}</Text>
        {isOwn && <Text weight="bold">{t("removeOwn")}</Text>}
        {account.roles.includes("administrator") && <Text>{t("removeLast")}</Text>}
      </Stack>
    </ConfirmButton>
  );
}

/** That no mail goes to the account, why, and the way to have it go there again. */
export function StoppedMail({ account, version }: Props) {
  const t = useText(text);
  const step = useStep();
  const { moment } = useFormat();
  const stopped = account.mail_suppression;
  if (!stopped) return null;
  const lift = () => step(() => answer(api.POST("/api/accounts/{id}/mail-suppression/lift", { params: named({ account, version }) })), t("lifted"));
  return (
    <InformationPanel type="warning" toggleable={false} title={t("stopped")}>
      <Stack gap={1} align="flex-start">
        <Text>{t(stopped.reason, { since: moment(stopped.since) })}</Text>
        <ConfirmButton action={t("lift")} title={t("lift")} act={lift}>
          <Text>{t("liftAsk", { address: account.mail_address })}</Text>
        </ConfirmButton>
      </Stack>
    </InformationPanel>
  );
}
