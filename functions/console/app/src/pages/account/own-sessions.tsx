// Where one is signed in oneself. Ending it elsewhere takes a proof that it is oneself; signing out here takes none.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Stack, Text } from "smarthr-ui";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { deviceOf } from "~/session/device";
import type { Way } from "~/session/proof";
import { ProvenButton } from "~/session/proven-button";
import { type ListedSession, Sessions } from "~/session/sessions";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { useFactors } from "./known";
import { factorWays } from "./ways";

const text = words({
  end: { ja: "ログアウトさせる", en: "Sign out there" },
  endTitle: { ja: "ほかの端末のログアウト", en: "Sign out on another device" },
  endAsk: { ja: "{device}をログアウトさせます。", en: "{device} is signed out." },
  all: { ja: "すべての端末からログアウト", en: "Sign out everywhere" },
  allAsk: { ja: "この端末を含む、すべての端末からログアウトします。", en: "You are signed out on all devices, this one too." },
  ended: { ja: "ログアウトさせました。", en: "Signed out there." },
  unknown: { ja: "見覚えのない端末があれば、ログアウトさせて、パスワードを変更してください。", en: "If you don't know one of these, sign it out and change your password." },
});

const SESSIONS = ["account", "sessions"] as const;

export function OwnSessions() {
  const t = useText(text);
  const known = useQueryClient();
  const navigate = useNavigate();
  const found = useQuery({ queryKey: SESSIONS, queryFn: () => answer(api.GET("/api/sessions")) });
  const factors = useFactors();
  const ways: Way[] = ["password", ...(factors.data ? factorWays(factors.data) : [])];
  const tell = useTell();
  const end = async ({ id }: ListedSession, proof: object) => {
    await answer(api.POST("/api/sessions/{id}/end", { params: { path: { id } }, body: proof }));
    tell({ kind: "success", said: t("ended") });
    await known.invalidateQueries({ queryKey: SESSIONS });
  };
  const endAll = async (proof: object) => {
    await answer(api.POST("/api/sessions/end", { body: proof }));
    await navigate("/sign-in");
    known.clear();
  };
  return (
    <Loaded found={found} rows={2}>
      {({ items }) => (
        <Stack gap={0.75} align="flex-start" className="wide">
          <Text size="S" color="TEXT_GREY">{t("unknown")}</Text>
          <Sessions
            sessions={items}
            act={(session) =>
              !session.current && (
                <ProvenButton action={t("end")} title={t("endTitle")} ways={ways} act={(proof) => end(session, proof)} size="s">
                  <Text>{t("endAsk", { device: deviceOf(session.agent) })}</Text>
                </ProvenButton>
              )
            }
          />
          <ProvenButton action={t("all")} title={t("all")} ways={ways} act={endAll}>
            <Text>{t("allAsk")}</Text>
          </ProvenButton>
        </Stack>
      )}
    </Loaded>
  );
}
