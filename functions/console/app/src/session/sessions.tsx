// Open sessions, one's own or those of an account that one looks after.
import { Base, Cluster, StatusLabel, Table, Td, Text, Th } from "smarthr-ui";
import type { ReactNode } from "react";
import type { components } from "~/api/schema";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { deviceOf } from "./device";

export type ListedSession = components["schemas"]["ListedSession"];

const text = words({
  sessions: { ja: "ログイン中の端末", en: "Sessions" },
  device: { ja: "端末", en: "Device" },
  unknown: { ja: "不明", en: "Unknown" },
  current: { ja: "この端末", en: "This one" },
  opened: { ja: "ログイン日時", en: "Signed in" },
  refreshed: { ja: "最後の操作", en: "Last active" },
  address: { ja: "接続元", en: "From" },
  shown: { ja: "確認方法", en: "Shown" },
  password: { ja: "パスワード", en: "Password" },
  factor: { ja: "二要素認証", en: "Second factor" },
  certificate: { ja: "クライアント証明書", en: "Client certificate" },
  act: { ja: "操作", en: "Actions" },
  none: { ja: "ログイン中の端末はありません。", en: "No session is open." },
});

interface Props {
  sessions: ListedSession[];
  /** What can be done with a session. */
  act: (session: ListedSession) => ReactNode;
}

export function Sessions({ sessions, act }: Props) {
  const t = useText(text);
  const { moment, several } = useFormat();
  if (sessions.length === 0) return <Text>{t("none")}</Text>;
  const shown = (session: ListedSession) => several([t("password"), ...(session.second_factor ? [t("factor")] : []), ...(session.certificate ? [t("certificate")] : [])]);
  return (
    <Base overflow="auto" className="records" tabIndex={0} role="region" aria-label={t("sessions")}>
      <Table aria-label={t("sessions")}>
        <thead>
          <tr>
            <Th>{t("device")}</Th>
            <Th>{t("opened")}</Th>
            <Th>{t("refreshed")}</Th>
            <Th>{t("address")}</Th>
            <Th>{t("shown")}</Th>
            <Th>{t("act")}</Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <Td data-title={t("device")}>
                <Cluster gap={0.5} align="center">
                  <span>{deviceOf(session.agent) || t("unknown")}</span>
                  {session.current && <StatusLabel type="blue">{t("current")}</StatusLabel>}
                </Cluster>
              </Td>
              <Td data-title={t("opened")}>{moment(session.opened_at)}</Td>
              <Td data-title={t("refreshed")}>{moment(session.refreshed_at)}</Td>
              <Td data-title={t("address")}>{session.address}</Td>
              <Td data-title={t("shown")}>{shown(session)}</Td>
              <Td data-title={t("act")}><span>{act(session)}</span></Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Base>
  );
}
