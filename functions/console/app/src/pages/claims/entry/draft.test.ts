import { describe, expect, it } from "vitest";
import { draftOf } from "./draft";
import { empty } from "./values";

describe("a kept draft", () => {
  const entered = empty("2026-11-23");
  it("is taken as it was kept", () => {
    const draft = { entered, name: "A-0001 ポチ", base: { entered, version: "\"3\"" } };
    expect(draftOf(draft)).toEqual(draft);
    expect(draftOf({ entered, name: "" })).toBeDefined();
  });
  it("is none where an older console kept something else", () => {
    const others = [undefined, null, "text", {}, { name: "" }, { entered: {}, name: "" }, { entered: { ...entered, lines: [{}] }, name: "" }, { entered, name: "", base: {} }];
    expect(others.map(draftOf)).toEqual(others.map(() => undefined));
  });
});
