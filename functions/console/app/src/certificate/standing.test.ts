import { expect, it } from "vitest";
import { standingsOf } from "./standing";

const now = new Date("2026-11-28T12:00:00+09:00").getTime();

it("marks what ends within 30 days, and nothing of what has ended", () => {
  const at = (expires_at: string, state: "issued" | "downloaded" | "revoked" = "downloaded") => standingsOf({ state, expires_at }, now);
  expect(at("2026-12-28T12:00:01+09:00")).toEqual(["downloaded"]);
  expect(at("2026-12-28T12:00:00+09:00")).toEqual(["downloaded", "ending"]);
  expect(at("2026-12-01T00:00:00+09:00", "issued")).toEqual(["issued", "ending"]);
  expect(at("2026-11-28T12:00:00+09:00")).toEqual(["expired"]);
  expect(at("2026-12-01T00:00:00+09:00", "revoked")).toEqual(["revoked"]);
});
