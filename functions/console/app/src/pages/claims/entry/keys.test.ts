import { describe, expect, it } from "vitest";
import { keyOf, placeOf } from "./keys";

const key = (name: string, held: object = {}) => ({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false, ...held });

describe("keys in the statement", () => {
  it("go on, back, take away and save", () => {
    expect(keyOf(key("Enter"), false)).toBe("on");
    expect(keyOf(key("Enter", { shiftKey: true }), false)).toBe("back");
    expect(keyOf(key("Enter", { ctrlKey: true }), false)).toBe("save");
    expect(keyOf(key("Delete", { ctrlKey: true }), false)).toBe("remove");
    expect(keyOf(key("Delete"), false)).toBeUndefined();
  });
  it("leave a conversion of kana alone", () => {
    expect(keyOf(key("Enter", { isComposing: true }), true)).toBeUndefined();
  });
  it("undo a removal, and otherwise leave undoing to the text", () => {
    expect(keyOf(key("z", { metaKey: true }), true)).toBe("undo");
    expect(keyOf(key("z", { ctrlKey: true }), false)).toBeUndefined();
  });
  it("are those of the field that they were pressed in", () => {
    expect(placeOf({ name: "lines.12.amount_yen" })).toEqual({ at: 12, column: "amount_yen" });
    expect([placeOf({ name: "diagnosis" }), placeOf(null), placeOf({ name: "lines.1.price" })]).toEqual([undefined, undefined, undefined]);
  });
});
