import { describe, expect, it } from "vitest";
import { holds, type Role } from "~/session/role";
import type { ClaimState } from "../names";
import { obstacle, stepsFrom } from "./possible";

const as = (...roles: Role[]) => (role: Role) => holds(roles, role);

describe("the steps that are offered", () => {
  it("are those of the state and the role", () => {
    const steps = (state: ClaimState, ...roles: Role[]) => stepsFrom({ state, payout: "pay_1", was_settled: false }, as(...roles));
    expect(steps("draft", "clerk")).toEqual(["submit", "withdraw"]);
    expect(steps("submitted", "clerk")).toEqual(["withdraw"]);
    expect(steps("submitted", "assessor")).toEqual(["assess", "return", "extend", "withdraw"]);
    expect(steps("assessed", "approver")).toEqual(["approve", "reject", "withdraw"]);
    expect(steps("approved", "approver")).toEqual(["pay", "fail", "reopen"]);
    expect(steps("payment_failed", "approver")).toEqual(["pay", "retry"]);
    expect(steps("payment_failed", "clerk")).toEqual(["retry"]);
    expect(steps("paid", "approver")).toEqual(["fail", "reopen"]);
    expect(steps("withdrawn", "approver", "assessor")).toEqual([]);
    expect(steps("submitted", "viewer")).toEqual([]);
    expect(steps("submitted", "administrator")).toEqual([]);
  });
  it("are those of the money", () => {
    expect(stepsFrom({ state: "approved", recover_yen: 4_200, was_settled: true }, as("approver"))).toEqual(["recover", "reopen"]);
    expect(stepsFrom({ state: "rejected", recover_yen: 4_200, was_settled: true }, as("approver"))).toEqual(["recover", "reopen"]);
    expect(stepsFrom({ state: "rejected", was_settled: false }, as("approver"))).toEqual(["reopen"]);
    expect(stepsFrom({ state: "paid", was_settled: true }, as("approver"))).toEqual(["reopen"]);
    // What was paid once is settled by a new decision, and not withdrawn.
    expect(stepsFrom({ state: "returned", was_settled: true }, as("clerk"))).toEqual(["submit"]);
  });
});

describe("what keeps a step from being taken", () => {
  const claim = { lines: [{ treated_on: "2026-11-02" }], bank_account: {}, claimed_yen: 20_000, paid_yen: 0, assessors: [] as string[] };
  const assessed = { ...claim, assessors: ["acc_3", "acc_1"], assessment: { total_yen: 12_000 } };
  const today = "2026-11-23";
  const by = (id: string, limit: number | null) => ({ id, approval_limit_yen: limit });

  it("is that one assessed the claim oneself", () => {
    expect(obstacle("approve", assessed, by("acc_1", 99_999), today)).toBe("own_assessment");
    expect(obstacle("reject", assessed, by("acc_1", 99_999), today)).toBe("own_assessment");
    // Somebody else has assessed it again since.
    expect(obstacle("approve", assessed, by("acc_3", 99_999), today)).toBe("own_assessment");
    expect(obstacle("pay", assessed, by("acc_1", 99_999), today)).toBeUndefined();
  });
  it("is one's limit, held against what was assessed, claimed or paid", () => {
    expect(obstacle("approve", assessed, by("acc_2", 12_000), today)).toBeUndefined();
    expect(obstacle("approve", assessed, by("acc_2", 11_999), today)).toBe("limit_exceeded");
    expect(obstacle("approve", { ...assessed, paid_yen: 15_000 }, by("acc_2", 12_000), today)).toBe("limit_exceeded");
    expect(obstacle("reject", claim, by("acc_2", 19_999), today)).toBe("limit_exceeded");
    expect(obstacle("reject", claim, by("acc_2", null), today)).toBe("limit_missing");
  });
  it("is that there is nothing to pay", () => {
    const nothing = { ...assessed, assessment: { total_yen: 0 } };
    expect(obstacle("approve", nothing, by("acc_2", 12_000), today)).toBe("nothing_payable");
    expect(obstacle("reject", nothing, by("acc_2", 12_000), today)).toBeUndefined();
    expect(obstacle("approve", { ...nothing, paid_yen: 500 }, by("acc_2", 12_000), today)).toBeUndefined();
  });
  it("is what a submission lacks", () => {
    const submit = (changed: Partial<typeof claim>) => obstacle("submit", { ...claim, ...changed }, by("acc_1", null), today);
    expect(submit({})).toBeUndefined();
    expect(submit({ lines: [] })).toBe("lines_missing");
    expect(obstacle("submit", { ...claim, bank_account: null }, by("acc_1", null), today)).toBe("account_missing");
    expect(submit({ lines: [{ treated_on: "2026-11-24" }] })).toBe("treated_in_future");
    const stay = (stay_days: number) => obstacle("submit", { ...claim, lines: [{ treated_on: "2026-11-21", stay_days }] }, by("acc_1", null), today);
    expect([stay(3), stay(4)]).toEqual([undefined, "treated_in_future"]);
  });
});
