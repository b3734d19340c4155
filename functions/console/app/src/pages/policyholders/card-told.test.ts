import { expect, test } from "vitest";
import { told } from "./card-told";

test("a token and a height are heard", () => {
  expect(told({ kind: "card_token", token: "tok_1", more: 1 })).toEqual({ kind: "card_token", token: "tok_1" });
  expect(told({ kind: "card_height", height: 400.5 })).toEqual({ kind: "card_height", height: 400.5 });
  expect(told({ kind: "card_height", height: 9e9 })).toEqual({ kind: "card_height", height: 1200 });
});

test.each([null, undefined, "card_token", 1, {}, { kind: "card_token" }, { kind: "card_token", token: "" }, { kind: "card_token", token: {} }, { kind: "card_height", height: "1px" }, { kind: "card_height", height: Number.NaN }, { kind: "card_height", height: -1 }, { kind: "other", token: "tok_1" }])(
  "anything else isn't: %j",
  (data) => expect(told(data)).toBeUndefined(),
);
