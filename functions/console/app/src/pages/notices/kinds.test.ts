import { expect, it } from "vitest";
import { unreadFirst } from "./kinds";

it("puts what wasn't read first, and the newest of either first", () => {
  const notice = (sent_at: string, read: boolean) => ({ sent_at, read });
  const [a, b, c, d] = [notice("2026-11-01T09:00:00+09:00", true), notice("2026-11-02T09:00:00+09:00", false), notice("2026-11-03T09:00:00+09:00", true), notice("2026-11-02T01:00:00Z", false)] as const;
  expect(unreadFirst([a, b, c, d])).toEqual([d, b, c, a]);
});
