import { expect, it } from "vitest";
import { sealState } from "./seals";

const seals = [
  { at: "2026-11-28T14:00:02+09:00", through: "2026-11-28T13:58:02+09:00" },
  { at: "2026-11-28T13:00:01+09:00", through: "2026-11-28T12:58:01+09:00" },
  { at: "2026-11-28T12:00:00+09:00", through: "2026-11-28T11:58:00+09:00" },
];

it("tells when an entry was sealed", () => {
  expect(sealState("2026-11-28T13:59:00+09:00", seals)).toEqual({ kind: "waiting" });
  expect(sealState("2026-11-28T13:30:00+09:00", seals)).toEqual({ kind: "sealed", at: seals[0]?.at });
  expect(sealState("2026-11-28T12:30:00+09:00", seals)).toEqual({ kind: "sealed", at: seals[1]?.at });
  expect(sealState("2026-11-20T12:30:00+09:00", seals)).toEqual({ kind: "sealed", at: undefined });
  expect(sealState("2026-11-28T12:30:00+09:00", [])).toEqual({ kind: "waiting" });
  expect(sealState("2026-11-28T12:30:00+09:00", seals.slice(0, 1))).toEqual({ kind: "sealed", at: seals[0]?.at });
});
