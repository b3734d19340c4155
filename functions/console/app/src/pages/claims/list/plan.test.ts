import { describe, expect, it } from "vitest";
import { calls, undoing } from "./plan";

const claim = (id: string, labels: string[], assignee?: string) => ({ id, labels, names: { assignee: assignee ? { id: assignee } : null } });

describe("changing many", () => {
  const claims = [claim("1", ["a"]), claim("2", []), claim("3", ["a", "b"], "x"), claim("4", [], "y")];

  it("calls for those alone that change", () => {
    expect(calls(claims, { kind: "attach", label: "a" })).toEqual([{ change: { kind: "attach", label: "a" }, records: ["2", "4"] }]);
    expect(calls(claims, { kind: "detach", label: "b" })).toEqual([{ change: { kind: "detach", label: "b" }, records: ["3"] }]);
    expect(calls(claims, { kind: "assign", assignee: "x" }).flatMap((call) => call.records)).toEqual(["1", "2", "4"]);
    expect(calls(claims, { kind: "detach", label: "c" })).toEqual([]);
  });
  it("takes twenty at a time", () => {
    const many = Array.from({ length: 45 }, (_, at) => claim(String(at), []));
    expect(calls(many, { kind: "attach", label: "a" }).map((call) => call.records.length)).toEqual([20, 20, 5]);
  });
  it("is undone by bringing back what each was, as far as it was done", () => {
    const change = { kind: "assign", assignee: "z" } as const;
    expect(undoing(claims, change, new Set(["1", "3", "4"]))).toEqual([
      { change: { kind: "assign", assignee: null }, records: ["1"] },
      { change: { kind: "assign", assignee: "x" }, records: ["3"] },
      { change: { kind: "assign", assignee: "y" }, records: ["4"] },
    ]);
    expect(undoing(claims, { kind: "attach", label: "a" }, new Set(["2", "4"]))).toEqual([{ change: { kind: "detach", label: "a" }, records: ["2", "4"] }]);
  });
});
