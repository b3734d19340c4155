// 査定: what the rules find by themselves is left to them; here the assessor says which lines are excluded beyond that.
import { Select, Stack, Table, Td, Text, Th } from "smarthr-ui";
import { useState } from "react";
import { answer, api } from "~/api/client";
import { ConfirmButton } from "~/show/confirm";
import { useFormat } from "~/text/format";
import { useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { type Claim, usePolicy } from "../ask";
import { type ExclusionReason, exclusionReasons } from "../names";
import { findableReasons, findingsOf } from "./findings";
import { useSend } from "./take";

const text = words({
  assess: { ja: "査定する", en: "Assess" },
  again: { ja: "査定をやり直す", en: "Assess again" },
  title: { ja: "請求を査定しますか", en: "Assess the claim?" },
  about: {
    ja: "保険期間・待機期間・商品の対象外・限度額は自動で判定します。そのほかに対象外とする明細があれば、理由を選んでください。",
    en: "Period, waiting period, what the product leaves out and all limits are found by the rules. Choose a reason for lines that are excluded beyond that.",
  },
  table: { ja: "明細ごとの判断", en: "Findings" },
  line: { ja: "明細", en: "Line" },
  finding: { ja: "査定者の判断", en: "Finding" },
  covered: { ja: "自動判定のまま", en: "As the rules find" },
  findingOf: { ja: "{line}行目の判断", en: "Finding on line {line}" },
  done: { ja: "査定しました。内訳を確かめてください。", en: "Assessed. Look at how the amount came about." },
});

interface Props {
  claim: Claim;
  version: string | undefined;
  isFirst: boolean;
}

export function Assess({ claim, version, isFirst }: Props) {
  const t = useText(text);
  const send = useSend(version);
  const [found, setFound] = useState<Record<number, ExclusionReason>>(() => findingsBefore(claim));
  const act = () => {
    const body = { findings: findingsOf(found) };
    return send(body, (header) => answer(api.POST("/api/claims/{id}/assess", { params: { path: { id: claim.id }, header }, body })), t("done"));
  };
  return (
    <ConfirmButton action={t(claim.state === "assessed" ? "again" : "assess")} title={t("title")} variant={isFirst && claim.state !== "assessed" ? "primary" : "secondary"} act={act}>
      <Stack gap={1}>
        <Text>{t("about")}</Text>
        <Findings claim={claim} found={found} setFound={setFound} />
      </Stack>
    </ConfirmButton>
  );
}

// What the assessor found the last time.
function findingsBefore({ assessment }: Claim): Record<number, ExclusionReason> {
  const findings = (assessment?.lines ?? []).flatMap((line) => (line.exclusions ?? []).filter((one) => one.source === "assessor").map((one) => [line.line, one.reason] as const));
  return Object.fromEntries(findings);
}

interface FindingsProps {
  claim: Claim;
  found: Record<number, ExclusionReason>;
  setFound: (found: Record<number, ExclusionReason>) => void;
}

function Findings({ claim, found, setFound }: FindingsProps) {
  const t = useText(text);
  const name = useName();
  const { yen, shortDay } = useFormat();
  const policy = usePolicy(claim.policy).data;
  const reasons = policy ? findableReasons(policy.terms, claim.cause) : [];
  const options = [{ value: "", label: t("covered") }, ...reasons.map((reason) => ({ value: reason, label: name(exclusionReasons, reason) }))];
  const set = (line: number, reason: string) => {
    const { [line]: _, ...others } = found;
    setFound(reason ? { ...others, [line]: reason as ExclusionReason } : others);
  };
  return (
    <div className="findings">
      <Table aria-label={t("table")}>
        <thead><tr><Th>{t("line")}</Th><Th>{t("finding")}</Th></tr></thead>
        <tbody>
          {claim.lines.map((line, at) => (
            <tr key={at}>
              <Td>{at + 1}. {shortDay(line.treated_on)} {line.item} {yen(line.amount_yen)}</Td>
              <Td><Select size="s" aria-label={t("findingOf", { line: at + 1 })} options={options} value={found[at + 1] ?? ""} onChangeValue={(reason) => set(at + 1, reason)} /></Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
