// The card that premiums are charged to. Its number never reaches the service: that one is registered is all there is to show.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Base, Cluster, Stack, StatusLabel, Text } from "smarthr-ui";
import { answer, api } from "~/api/client";
import { asProblem } from "~/api/problem";
import type { components } from "~/api/schema";
import { useMay } from "~/session/me";
import { ConfirmButton } from "~/show/confirm";
import { Fact, Facts, Part } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { CardEntry } from "./card-entry";
import { POLICYHOLDERS } from "./queries";

type CardView = components["schemas"]["CardView"];

const text = words({
  heading: { ja: "保険料を支払うカード", en: "Card for premiums" },
  none: { ja: "カードは登録されていません。登録すると、保険料を期日にカードへ請求できます。", en: "No card is registered. With one, premiums can be charged when they are due." },
  number: { ja: "カード番号", en: "Card number" },
  masked: { ja: "•••• •••• •••• ••••", en: "•••• •••• •••• ••••" },
  maskedWhy: { ja: "カード番号はこのサービスでは保持していません", en: "This service doesn't hold the number" },
  state: { ja: "状態", en: "State" },
  registered: { ja: "登録済", en: "Registered" },
  removing: { ja: "削除中", en: "Being removed" },
  at: { ja: "登録日時", en: "Registered at" },
  remove: { ja: "カードを削除", en: "Remove the card" },
  ask: { ja: "このカードを削除しますか", en: "Remove this card?" },
  about: {
    ja: "以後の保険料は、このカードに請求されません。カード会社での削除が済むまで「削除中」と表示されます。元に戻すことはできません。もう一度使うには、契約者による再登録が必要です。",
    en: "No premium will be charged to it any more. It is shown as being removed until the card company has done so. This can't be undone: the policyholder has to register it again.",
  },
  done: { ja: "カードの削除を受け付けました。", en: "The card is being removed." },
});

export function Card({ policyholder, version }: { policyholder: string; version: string | undefined }) {
  const t = useText(text);
  const found = useQuery({ queryKey: [POLICYHOLDERS, policyholder, "card"], queryFn: () => cardOf(policyholder) });
  return (
    <Part title={t("heading")}>
      <Loaded found={found} rows={1}>
        {(card) => (card ? <Registered card={card} policyholder={policyholder} version={version} /> : <None policyholder={policyholder} version={version} />)}
      </Loaded>
    </Part>
  );
}

// Nothing is no failure here.
const cardOf = (id: string): Promise<CardView | null> =>
  answer(api.GET("/api/policyholders/{id}/card", { params: { path: { id } } })).catch((error: unknown) => {
    if (asProblem(error).status === 404) return null;
    throw error;
  });

function None({ policyholder, version }: { policyholder: string; version: string | undefined }) {
  const t = useText(text);
  const may = useMay();
  return (
    <Base padding={1.25}>
      <Stack gap={0.75}>
        <Text>{t("none")}</Text>
        {may("clerk") && <div><CardEntry policyholder={policyholder} version={version} replaces={false} /></div>}
      </Stack>
    </Base>
  );
}

function Registered({ card, policyholder, version }: { card: CardView; policyholder: string; version: string | undefined }) {
  const t = useText(text);
  const may = useMay();
  const { moment } = useFormat();
  const known = useQueryClient();
  const tell = useTell();
  const remove = async () => {
    const header = version ? { "If-Match": version } : {};
    await answer(api.DELETE("/api/policyholders/{id}/card", { params: { path: { id: policyholder }, header } }));
    await known.invalidateQueries({ queryKey: [POLICYHOLDERS] });
    tell({ kind: "success", said: t("done") });
  };
  return (
    <Stack gap={0.75}>
      <Facts columns={3}>
        <Fact term={t("number")}><span role="img" aria-label={t("maskedWhy")} title={t("maskedWhy")}>{t("masked")}</span></Fact>
        <Fact term={t("state")}><StatusLabel type={card.state === "registered" ? "green" : "warning"}>{t(card.state)}</StatusLabel></Fact>
        <Fact term={t("at")}>{moment(card.registered_at)}</Fact>
      </Facts>
      {may("clerk") && card.state === "registered" && (
        <Cluster gap={0.75}>
          <CardEntry policyholder={policyholder} version={version} replaces />
          <ConfirmButton action={t("remove")} title={t("ask")} act={remove} variant="danger" size="s">
            <Text>{t("about")}</Text>
          </ConfirmButton>
        </Cluster>
      )}
    </Stack>
  );
}
