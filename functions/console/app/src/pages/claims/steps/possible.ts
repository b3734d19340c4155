// Which steps a claim can take next, for whom, and what keeps one from being taken. The API decides; this is so that nothing is
// offered that it would refuse.
import type { Role } from "~/session/role";
import { addDays } from "~/text/format";
import type { ClaimState } from "../names";

export type Step = "submit" | "assess" | "approve" | "reject" | "pay" | "fail" | "retry" | "recover" | "return" | "extend" | "reopen" | "withdraw";

/** The steps that lead on, towards the payment. */
export const leadsOn = (step: Step): boolean => ["submit", "assess", "approve", "pay", "retry", "recover"].includes(step);

interface Way {
  role: Role;
  from: readonly ClaimState[];
  /** What the claim needs beside its state. */
  needs?: (claim: Money) => boolean;
}

interface Money {
  was_settled: boolean;
  payout?: string | null;
  recover_yen?: number | null;
}

const hasPayout = ({ payout }: Money): boolean => Boolean(payout);

/** In the order in which they are offered: what leads on comes first. */
const ways: Record<Step, Way> = {
  submit: { role: "clerk", from: ["draft", "returned"] },
  assess: { role: "assessor", from: ["submitted", "under_assessment", "reopened", "assessed"] },
  approve: { role: "approver", from: ["assessed"] },
  pay: { role: "approver", from: ["approved", "payment_failed"], needs: hasPayout },
  retry: { role: "clerk", from: ["payment_failed"], needs: hasPayout },
  recover: { role: "approver", from: ["approved", "rejected"], needs: ({ recover_yen }) => Boolean(recover_yen) },
  return: { role: "assessor", from: ["submitted", "under_assessment", "assessed", "reopened"] },
  reject: { role: "approver", from: ["submitted", "under_assessment", "assessed", "reopened"] },
  extend: { role: "assessor", from: ["submitted", "under_assessment", "assessed", "approved", "reopened"] },
  fail: { role: "approver", from: ["approved", "paid"], needs: hasPayout },
  reopen: { role: "approver", from: ["approved", "rejected", "paid"] },
  withdraw: { role: "clerk", from: ["draft", "submitted", "under_assessment", "assessed", "returned"], needs: ({ was_settled }) => !was_settled },
};

/** The steps that the claim allows to whoever has these roles. */
export function stepsFrom(claim: Money & { state: ClaimState }, may: (role: Role) => boolean): Step[] {
  return (Object.keys(ways) as Step[]).filter((step) => {
    const { from, role, needs } = ways[step];
    return from.includes(claim.state) && may(role) && (needs?.(claim) ?? true);
  });
}

/** Whether what is claimed can still be changed. */
export const isChangeable = (state: ClaimState): boolean => state === "draft" || state === "returned";

/** Why a step is shown but can't be taken. */
export type Obstacle = "own_assessment" | "limit_missing" | "limit_exceeded" | "nothing_payable" | "lines_missing" | "account_missing" | "treated_in_future";

interface Claim {
  lines: readonly { treated_on: string; stay_days?: number | null }[];
  bank_account?: unknown;
  claimed_yen: number;
  paid_yen: number;
  assessors: readonly string[];
  assessment?: { total_yen: number } | null;
}

interface Person {
  id: string;
  approval_limit_yen?: number | null;
}

/** What keeps this person from taking the step. */
export function obstacle(step: Step, claim: Claim, person: Person, today: string): Obstacle | undefined {
  switch (step) {
    case "submit":
      return unfit(claim, today);
    case "approve":
      return judged(claim, person) ?? (Math.max(claim.assessment?.total_yen ?? 0, claim.paid_yen) === 0 ? "nothing_payable" : undefined);
    case "reject":
      return judged(claim, person);
    default:
      return undefined;
  }
}

function unfit(claim: Claim, today: string): Obstacle | undefined {
  if (claim.lines.length === 0) return "lines_missing";
  if (!claim.bank_account) return "account_missing";
  // Of a stay the day of discharge counts.
  return claim.lines.some((line) => addDays(line.treated_on, (line.stay_days ?? 1) - 1) > today) ? "treated_in_future" : undefined;
}

// Whoever has ever assessed a claim doesn't decide on it (maker-checker), and an approver has a limit: it has to hold the assessed amount, before
// an assessment the claimed one, and what was paid already.
function judged(claim: Claim, person: Person): Obstacle | undefined {
  if (claim.assessors.includes(person.id)) return "own_assessment";
  const limit = person.approval_limit_yen;
  if (limit === null || limit === undefined) return "limit_missing";
  return Math.max(claim.assessment?.total_yen ?? claim.claimed_yen, claim.paid_yen) > limit ? "limit_exceeded" : undefined;
}
