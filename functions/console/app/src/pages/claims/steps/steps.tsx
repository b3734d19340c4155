// The steps that can be taken next, as buttons, each with what it means and what keeps it from being taken.
import { Base, Cluster, Stack, Text } from "smarthr-ui";
import { useMay, useMe } from "~/session/me";
import { ConfirmButton } from "~/show/confirm";
import { Part } from "~/show/facts";
import { dayInJapan, useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { Claim } from "../ask";
import { Assess } from "./assess";
import { Extend } from "./extend";
import { leadsOn, type Obstacle, obstacle, type Step, stepsFrom } from "./possible";
import { Reject } from "./reject";
import { Retry } from "./retry";
import { Return } from "./return";
import { useStep } from "./take";

const text = words({
  heading: { ja: "次の手続き", en: "What next" },
  none: { ja: "あなたの権限で行える手続きはありません。", en: "There is nothing that your role can do now." },
  done: { ja: "手続きはすべて終わっています。", en: "Everything is done." },
  submit: { ja: "受付する", en: "Submit" },
  submitTitle: { ja: "請求を受け付けますか", en: "Submit the claim?" },
  submitAbout: { ja: "書類が揃ったものとして受け付けます。支払期限は、今日を含めて30日です。", en: "The papers are complete. The payout is due within 30 days, today included." },
  approve: { ja: "承認する", en: "Approve" },
  approveTitle: { ja: "保険金{amount}を承認しますか", en: "Approve {amount}?" },
  approveAbout: { ja: "承認すると、契約の支払限度を使い、支払の対象になります。", en: "It uses the policy's limits, and the amount is to be paid." },
  approveMore: { ja: "承認すると、すでに支払った{paid}との差額{difference}が支払の対象になります。", en: "{paid} was paid before: the difference of {difference} is to be paid." },
  approveLess: { ja: "すでに{paid}を支払っているため、承認すると、差額{difference}の返還を契約者から受けることになります。", en: "{paid} was paid before: the claimant is to give back the difference of {difference}." },
  approveSame: { ja: "すでに支払った額と同じです。承認しても、支払や返還はありません。", en: "It is what was paid before: nothing more is to be paid or given back." },
  pay: { ja: "支払済みにする", en: "Settle the payment" },
  payTitle: { ja: "{amount}を支払済みにしますか", en: "Settle the payment of {amount}?" },
  payAbout: { ja: "振込が完了したことを確かめてから行ってください。", en: "Make sure that the transfer has gone." },
  fail: { ja: "支払不能にする", en: "The bank refused it" },
  failTitle: { ja: "{amount}の振込を支払不能にしますか", en: "Record that the bank refused {amount}?" },
  failAbout: { ja: "銀行から振込が差し戻されたときに行います。支払済みの額から除き、振込先口座を直して再び支払えます。", en: "For a transfer that the bank sent back. It no longer counts as paid, and can be paid again to a corrected account." },
  recover: { ja: "返還を記録する", en: "Record the repayment" },
  recoverTitle: { ja: "{amount}の返還を記録しますか", en: "Record that {amount} was given back?" },
  recoverAbout: { ja: "契約者からの入金を確かめてから行ってください。", en: "Make sure that the money has come in." },
  withdraw: { ja: "取り下げる", en: "Withdraw" },
  withdrawTitle: { ja: "請求を取り下げますか", en: "Withdraw the claim?" },
  withdrawAbout: { ja: "契約者の申し出による取下げです。取り下げた請求は元に戻せません。", en: "As the claimant asks. A claim that was withdrawn can't be taken up again." },
  reopen: { ja: "再査定にする", en: "Reopen" },
  reopenTitle: { ja: "決定済みの請求を再査定にしますか", en: "Reopen the decided claim?" },
  reopenAbout: { ja: "未払いの支払は取り消されます。支払済みの額は、新しい決定との差額で精算します。支払期限は今日から数え直します。", en: "A payout that wasn't paid is cancelled; what was paid is settled by the difference. The 30 days begin anew today." },
  submitDone: { ja: "請求を受け付けました。", en: "The claim was submitted." },
  approveDone: { ja: "承認しました。", en: "Approved." },
  payDone: { ja: "支払済みにしました。", en: "The payment was settled." },
  failDone: { ja: "支払不能にしました。", en: "It is recorded as refused by the bank." },
  recoverDone: { ja: "返還を記録しました。", en: "The repayment was recorded." },
  withdrawDone: { ja: "取り下げました。", en: "Withdrawn." },
  reopenDone: { ja: "再査定にしました。", en: "Reopened." },
  cantSubmit: { ja: "受付できません", en: "It can't be submitted" },
  cantApprove: { ja: "承認できません", en: "You can't approve it" },
  cantReject: { ja: "不承認にできません", en: "You can't reject it" },
  why: { ja: "{what}：{why}", en: "{what}: {why}" },
  own_assessment: { ja: "ご自身が査定した請求です。承認・不承認は、査定した人とは別の承認者が行います（査定と決定の分離）。", en: "You assessed this claim yourself. Another approver decides on it (maker-checker)." },
  limit_missing: { ja: "あなたのアカウントに承認限度額が設定されていません。組織管理者に依頼してください。", en: "Your account has no approval limit. Ask an administrator to set one." },
  limit_exceeded: { ja: "あなたの承認限度額（{limit}）を超えています。限度額の大きい承認者に依頼してください。", en: "The amount is above your approval limit ({limit}). Ask an approver with a higher one." },
  nothing_payable: { ja: "支払う保険金が0円です。理由を付けて不承認にしてください。", en: "Nothing is payable. Reject it with the reasons." },
  lines_missing: { ja: "診療明細が1行もありません。請求内容に入力してください。", en: "The statement has no line. Enter one first." },
  account_missing: { ja: "振込先口座がありません。請求内容に入力してください。", en: "There is no bank account. Enter it first." },
  treated_in_future: { ja: "診療日・退院日が今日より後の明細があります。", en: "A line speaks of a day that is still to come." },
});

interface Props {
  claim: Claim;
  version: string | undefined;
}

export function Steps({ claim, version }: Props) {
  const t = useText(text);
  const may = useMay();
  const steps = stepsFrom(claim, may);
  const ends = claim.state === "withdrawn" || claim.state === "paid";
  return (
    <Part title={t("heading")}>
      <Base padding={1.25}>
        <Stack gap={1}>
          {steps.length === 0 && <Text>{t(ends ? "done" : "none")}</Text>}
          {steps.length > 0 && (
            <Cluster gap={0.5}>
              {steps.map((step, at) => <StepButton key={step} step={step} claim={claim} version={version} isFirst={at === 0} />)}
            </Cluster>
          )}
          <Obstacles steps={steps} claim={claim} />
        </Stack>
      </Base>
    </Part>
  );
}

function useObstacle(claim: Claim): (step: Step) => Obstacle | undefined {
  const me = useMe();
  const today = dayInJapan();
  return (step) => obstacle(step, claim, me, today);
}

function useReasonFor(): (found: Obstacle) => string {
  const t = useText(text);
  const me = useMe();
  const { yen } = useFormat();
  return (found) => t(found, { limit: yen(me.approval_limit_yen ?? 0) });
}

// Said on the page, too: a disabled button's own words are read by few.
function Obstacles({ steps, claim }: { steps: Step[]; claim: Claim }) {
  const t = useText(text);
  const found = useObstacle(claim);
  const reason = useReasonFor();
  const heads = { submit: "cantSubmit", approve: "cantApprove", reject: "cantReject" } as const;
  const blocked = (Object.keys(heads) as (keyof typeof heads)[]).filter((step) => steps.includes(step) && found(step));
  if (blocked.length === 0) return null;
  return (
    <ul className="reasons">
      {blocked.map((step) => {
        const why = found(step);
        return <li key={step}><Text size="S">{t("why", { what: t(heads[step]), why: why ? reason(why) : "" })}</Text></li>;
      })}
    </ul>
  );
}

function StepButton({ step, claim, version, isFirst }: Props & { step: Step; isFirst: boolean }) {
  const t = useText(text);
  const { yen } = useFormat();
  const found = useObstacle(claim)(step);
  const reason = useReasonFor();
  const take = useStep(claim.id, version);
  const why = found && reason(found);
  if (step === "assess") return <Assess claim={claim} version={version} isFirst={isFirst} />;
  if (step === "return") return <Return claim={claim} version={version} />;
  if (step === "reject") return <Reject claim={claim} version={version} disabledReason={why} />;
  if (step === "extend") return <Extend claim={claim} version={version} />;
  if (step === "retry") return <Retry claim={claim} version={version} />;
  const about = step === "approve" ? t(approvalOf(claim), settlement(claim, yen)) : t(`${step}About`);
  return (
    <ConfirmButton
      action={t(step)}
      title={t(`${step}Title`, { amount: yen(amountOf(step, claim)) })}
      variant={isFirst && leadsOn(step) ? "primary" : "secondary"}
      disabledReason={why}
      act={() => take(step, t(`${step}Done`))}
    >
      <Text>{about}</Text>
    </ConfirmButton>
  );
}

// What an approval comes to, where something was paid before the claim was reopened.
function approvalOf({ assessment, paid_yen }: Claim): "approveAbout" | "approveMore" | "approveLess" | "approveSame" {
  const total = assessment?.total_yen ?? 0;
  if (paid_yen === 0) return "approveAbout";
  if (total === paid_yen) return "approveSame";
  return total > paid_yen ? "approveMore" : "approveLess";
}

const settlement = ({ assessment, paid_yen }: Claim, yen: (amount: number) => string) => ({ paid: yen(paid_yen), difference: yen(Math.abs((assessment?.total_yen ?? 0) - paid_yen)) });

// What a step is about, in yen.
function amountOf(step: Step, { assessment, payout_yen, recover_yen }: Claim): number {
  if (step === "pay" || step === "fail") return payout_yen ?? 0;
  return (step === "recover" ? recover_yen : assessment?.total_yen) ?? 0;
}
