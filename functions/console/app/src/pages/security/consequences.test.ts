import { describe, expect, it } from "vitest";
import { type Policy, type Situation, consequences } from "./consequences";

const now = new Date("2026-11-28T12:00:00+09:00").getTime();
const certificate = (fingerprint: string, account: string | null, expires_at = "2027-11-28T00:00:00+09:00", state: "downloaded" | "revoked" = "downloaded") => ({ fingerprint, account, expires_at, state });
const situation = (shown?: string, certificates: Situation["certificates"] = []): Situation => ({
  me: { id: "me", certificate: shown, hasFactor: false },
  certificates,
  accounts: [
    { id: "me", name: "管理", state: "active" },
    { id: "clerk", name: "事務", state: "active" },
    { id: "new", name: "新人", state: "invited" },
  ],
  now,
});
const policy = (certificates: Policy["certificates"], second_factor: Policy["second_factor"] = "optional"): Policy => ({ certificates, second_factor });
const codes = (before: Policy, after: Policy, at: Situation) => consequences(before, after, at).map(({ code }) => code);

describe("a change of the sign-in policy", () => {
  it("isn't made by who would be locked out by it", () => {
    const open = policy("not_needed");
    expect(codes(open, policy("needed"), situation())).toEqual(["locks_out_without"]);
    expect(codes(open, policy("needed"), situation("f1", [certificate("f1", null, "2026-11-28T12:00:00+09:00")]))).toEqual(["locks_out_without"]);
    expect(codes(open, policy("needed"), situation("f1", [certificate("f1", null, "2027-01-01T00:00:00+09:00", "revoked")]))).toEqual(["locks_out_without"]);
    expect(codes(open, policy("bound"), situation("f1", [certificate("f1", null)]))).toEqual(["locks_out_not_own"]);
    expect(codes(open, policy("bound"), situation("f1", [certificate("f1", "clerk")]))).toEqual(["locks_out_not_own"]);
  });
  it("names those who have no certificate of their own yet", () => {
    const found = consequences(policy("needed"), policy("bound"), situation("f1", [certificate("f1", "me")]));
    expect(found.map(({ code }) => code)).toEqual(["certificates_bound", "certificates_missing"]);
    expect(found[1]?.names).toEqual(["事務"]);
    expect(codes(policy("needed"), policy("bound"), situation("f1", [certificate("f1", "me"), certificate("f2", "clerk")]))).toEqual(["certificates_bound"]);
  });
  it("says how many certificates there are, and what is given up", () => {
    expect(consequences(policy("not_needed"), policy("needed"), situation("f1", [certificate("f1", null), certificate("f2", "clerk")]))[0]?.count).toBe(2);
    expect(codes(policy("bound"), policy("needed"), situation("f1", [certificate("f1", "me")]))).toEqual(["certificates_any"]);
    expect(codes(policy("bound"), policy("not_needed"), situation())).toEqual(["certificates_dropped"]);
  });
  it("leads oneself to enrol a second factor where one has none", () => {
    const [open, strict] = [policy("not_needed"), policy("not_needed", "required")];
    expect(codes(open, strict, situation())).toEqual(["enrol_self", "enrol_others"]);
    expect(codes(open, strict, { ...situation(), me: { id: "me", certificate: undefined, hasFactor: true } })).toEqual(["enrol_others"]);
    expect(codes(strict, open, situation())).toEqual(["factors_dropped"]);
    expect(codes(open, open, situation())).toEqual([]);
  });
});
