import { describe, expect, it } from "vitest";
import { flattened, merged } from "./merge";

describe("two who change one record", () => {
  const base = { name: "山田", phone: "1", account: { number: "7", kind: "ordinary" }, roles: ["clerk"] };
  it("keep what only one of them changed", () => {
    const theirs = { ...base, phone: "2", account: { number: "8", kind: "ordinary" } };
    const mine = { ...base, name: "山田太郎", account: { number: "7", kind: "savings" } };
    expect(merged(base, theirs, mine)).toEqual({ taken: { phone: "2", "account.number": "8" }, differing: [] });
  });
  it("are told of what both changed", () => {
    const found = merged(base, { ...base, name: "鈴木", roles: ["viewer"] }, { ...base, name: "佐藤", roles: ["viewer"] });
    expect(found).toEqual({ taken: {}, differing: [{ path: "name", mine: "佐藤", theirs: "鈴木" }] });
  });
  it("have values by their paths", () => {
    expect(flattened({ a: { b: "c" }, d: ["e"], f: "" })).toEqual({ "a.b": "c", d: ["e"], f: "" });
  });
});
