import { describe, expect, it } from "vitest";
import { codesOf, fieldName } from "./fields";

const said = (kind: string, field: string, code: string) => codesOf(kind, field)?.[code]?.ja;

describe("what the timeline calls things", () => {
  it("puts codes into words", () => {
    expect([said("certificate", "profile", "modern"), said("certificate", "profile", "legacy")]).toEqual(["標準", "古い端末用"]);
    expect([said("claim", "cause", "illness"), said("animal", "species", "dog"), said("account", "roles", "clerk")]).toEqual(["病気", "犬", "一般"]);
    expect([said("premium", "told", "lapsed"), said("first_report", "punctuality", "met")]).toEqual(["失効のお知らせ", "期限内"]);
  });
  it("knows the states of every kind of record that has some", () => {
    const states = { claim: "paid", premium: "charged", payout: "due", account: "active", certificate: "revoked", organization: "ended", erasure: "running", disclosure: "exported" };
    for (const [kind, state] of Object.entries(states)) expect(said(kind, "state", state), kind).toMatch(/^[^a-z]+$/);
  });
  it("names a field after the record that it stands in", () => {
    expect([fieldName("premium", "told", "ja"), fieldName("first_report", "told", "ja"), fieldName("claim", "unheard_of", "en")]).toEqual([
      "契約者への通知", "これまでの報告の数", "unheard_of",
    ]);
    expect([fieldName("policy", "number", "ja"), fieldName("inquiry", "number", "ja")]).toEqual(["証券番号", "受付番号"]);
  });
});
