import { describe, expect, it } from "vitest";
import { standingsOf } from "./standing";

const now = new Date("2026-11-28T12:00:00+09:00").getTime();
const unasked = { invitation_ends_at: null };
const unexpired = { invitation_ends_at: "2026-11-29T12:00:00+09:00" };
const signedIn = (at: string) => ({ at, address: "192.0.2.1" });

describe("how an account stands", () => {
  it("tells those that are never used from those that are used no longer", () => {
    expect(standingsOf({ ...unasked, state: "active", last_sign_in: signedIn("2026-11-27T09:00:00+09:00") }, now)).toEqual(["active"]);
    expect(standingsOf({ ...unasked, state: "active", last_sign_in: null }, now)).toEqual(["never_used"]);
    expect(standingsOf({ ...unasked, state: "active", last_sign_in: signedIn("2026-08-30T12:00:01+09:00") }, now)).toEqual(["active"]);
    expect(standingsOf({ ...unasked, state: "active", last_sign_in: signedIn("2026-08-30T12:00:00+09:00") }, now)).toEqual(["unused"]);
    const invited = (invitation_ends_at: string) => standingsOf({ state: "invited", invitation_ends_at }, now);
    expect(invited("2026-11-28T12:00:01+09:00")).toEqual(["invited"]);
    expect(invited("2026-11-28T12:00:00+09:00")).toEqual(["invited", "invitation_expired"]);
  });
  it("says beside it that no mail goes there", () => {
    const mail_suppression = { reason: "bounce", since: "2026-11-01T00:00:00+09:00" } as const;
    expect(standingsOf({ ...unexpired, state: "invited", mail_suppression }, now)).toEqual(["invited", "mail_stopped"]);
  });
});
