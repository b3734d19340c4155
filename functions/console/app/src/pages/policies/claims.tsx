// The claims of some policies, the latest first.
import { useQueries } from "@tanstack/react-query";
import { Base, Stack, Table, Td, Text, Th } from "smarthr-ui";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import { Failure } from "~/show/failure";
import { WaitingRows } from "~/show/waiting";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { StateLabel } from "../claims/state";

const text = words({
  claims: { ja: "保険金請求", en: "Claims" },
  received: { ja: "受付日", en: "Received" },
  claim: { ja: "請求", en: "Claim" },
  open: { ja: "{at} 入力の請求", en: "Claim of {at}" },
  number: { ja: "証券番号", en: "Policy" },
  state: { ja: "状態", en: "State" },
  claimed: { ja: "請求額", en: "Claimed" },
  paid: { ja: "支払額", en: "Paid" },
  none: { ja: "保険金請求はありません。", en: "No claims." },
  more: { ja: "新しい{count}件を表示しています。", en: "The latest {count} are shown." },
});

const SHOWN = 20;
const claimsOf = (policy: string) => answer(api.GET("/api/claims", { params: { query: { policy, limit: SHOWN } } }));

export function ClaimsOf({ policies }: { policies: { id: string; number: string }[] }) {
  const t = useText(text);
  const found = useQueries({ queries: policies.map(({ id }) => ({ queryKey: ["claims", "list", { policy: id }], queryFn: () => claimsOf(id) })) });
  const failed = found.find((one) => one.isError);
  if (failed) return <Failure error={failed.error} retry={() => found.forEach((one) => void one.refetch())} />;
  if (found.some((one) => one.isPending)) return <WaitingRows rows={2} />;
  const numbers = new Map(policies.map(({ id, number }) => [id, number]));
  const all = found.flatMap((one) => one.data?.items ?? []).sort((one, other) => other.created_at.localeCompare(one.created_at));
  const hasMore = all.length > SHOWN || found.some((one) => one.data?.next);
  if (all.length === 0) return <Base padding={1.25}><Text>{t("none")}</Text></Base>;
  return (
    <Stack gap={0.5}>
      <ClaimRows claims={all.slice(0, SHOWN)} numberOf={(policy) => (policies.length > 1 ? numbers.get(policy) : undefined)} />
      {hasMore && <Text size="S" color="TEXT_GREY">{t("more", { count: Math.min(all.length, SHOWN) })}</Text>}
    </Stack>
  );
}

type Claim = Awaited<ReturnType<typeof claimsOf>>["items"][number];

function ClaimRows({ claims, numberOf }: { claims: Claim[]; numberOf: (policy: string) => string | undefined }) {
  const t = useText(text);
  const { moment, yen, shortDay } = useFormat();
  return (
    <Base overflow="auto" className="records">
      <Table aria-label={t("claims")}>
        <thead>
          <tr>
            <Th>{t("claim")}</Th>
            <Th>{t("received")}</Th>
            <Th>{t("state")}</Th>
            <Th align="right">{t("claimed")}</Th>
            <Th align="right">{t("paid")}</Th>
          </tr>
        </thead>
        <tbody>
          {claims.map((claim) => (
            <tr key={claim.id}>
              <Td data-title={t("claim")}>
                <Link to={`/claims/${claim.id}`}>{[numberOf(claim.policy), t("open", { at: moment(claim.created_at) })].filter(Boolean).join(" ")}</Link>
              </Td>
              <Td data-title={t("received")}>{claim.received_on && shortDay(claim.received_on)}</Td>
              <Td data-title={t("state")}><StateLabel state={claim.state} /></Td>
              <Td align="right" data-title={t("claimed")}>{yen(claim.claimed_yen)}</Td>
              <Td align="right" data-title={t("paid")}>{claim.paid_yen > 0 && yen(claim.paid_yen)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Base>
  );
}
