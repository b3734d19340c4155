import { expect, it } from "vitest";
import { factorWays, isEnrolled, waysWithout } from "./ways";

const passkey = (id: string) => ({ id, name: id, added_at: "2026-11-28T12:00:00+09:00" });
const totp_added_at = "2026-11-28T12:00:00+09:00";

it("says what can be shown", () => {
  expect(isEnrolled({ passkeys: [] })).toBe(false);
  expect(isEnrolled({ passkeys: [passkey("one")] })).toBe(true);
  expect(factorWays({ totp_added_at, passkeys: [passkey("one")] })).toEqual(["code", "passkey"]);
});

it("lets a factor be removed by another one only", () => {
  expect(waysWithout({ totp_added_at, passkeys: [] }, "totp")).toEqual([]);
  expect(waysWithout({ totp_added_at, passkeys: [passkey("one")] }, "totp")).toEqual(["passkey"]);
  expect(waysWithout({ totp_added_at, passkeys: [passkey("one")] }, "one")).toEqual(["code"]);
  expect(waysWithout({ totp_added_at: null, passkeys: [passkey("one")] }, "one")).toEqual([]);
  expect(waysWithout({ totp_added_at: null, passkeys: [passkey("one"), passkey("two")] }, "one")).toEqual(["passkey"]);
});
