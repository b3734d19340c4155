// Where an account is signed in, and ending it there.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Stack, Text } from "smarthr-ui";
import { answer, api } from "~/api/client";
import { deviceOf } from "~/session/device";
import { type ListedSession, Sessions } from "~/session/sessions";
import { ConfirmButton } from "~/show/confirm";
import { Failure } from "~/show/failure";
import { useTell } from "~/show/notice";
import { WaitingRows } from "~/show/waiting";
import { useText, words } from "~/text/text";
import { type AccountView, accountKey } from "./known";

const text = words({
  end: { ja: "終了", en: "End" },
  endTitle: { ja: "ログインの終了", en: "End the session" },
  endAsk: { ja: "{name}さんの{device}でのログインを終了します。保存していない入力は失われます。", en: "The session of {name} on {device} ends. What wasn't saved there is lost." },
  all: { ja: "すべて終了", en: "End all" },
  allAsk: { ja: "{name}さんのすべての端末のログインを終了します。保存していない入力は失われます。", en: "All sessions of {name} end. What wasn't saved there is lost." },
  ended: { ja: "ログインを終了しました。", en: "Signed out there." },
});

export function AccountSessions({ account }: { account: AccountView }) {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const path = { id: account.id };
  const key = [...accountKey(account.id), "sessions"];
  const found = useQuery({ queryKey: key, queryFn: () => answer(api.GET("/api/accounts/{id}/sessions", { params: { path } })) });
  const ended = async (call: Promise<unknown>) => {
    await call.finally(() => known.invalidateQueries({ queryKey: key }));
    tell({ kind: "success", said: t("ended") });
  };
  const end = ({ id }: ListedSession) => ended(answer(api.DELETE("/api/accounts/{id}/sessions/{session}", { params: { path: { ...path, session: id } } })));
  const endAll = () => ended(answer(api.DELETE("/api/accounts/{id}/sessions", { params: { path }, body: {} })));
  if (found.isPending) return <WaitingRows rows={2} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const sessions = found.data.items;
  return (
    <Stack gap={0.75} align="flex-start" className="wide">
      <Sessions
        sessions={sessions}
        act={(session) => (
          <ConfirmButton action={t("end")} title={t("endTitle")} act={() => end(session)} size="s">
            <Text>{t("endAsk", { name: account.name, device: deviceOf(session.agent) })}</Text>
          </ConfirmButton>
        )}
      />
      {sessions.length > 1 && (
        <ConfirmButton action={t("all")} title={t("all")} act={endAll}>
          <Text>{t("allAsk", { name: account.name })}</Text>
        </ConfirmButton>
      )}
    </Stack>
  );
}
