import { describe, expect, it } from "vitest";
import { type Filters, questions, read, written } from "./questions";

const none: Filters = { state: undefined, label: undefined, assignee: undefined, product: undefined, due: undefined, policy: undefined, order: undefined };
const ask = (filters: Partial<Filters>, isSearch = false) => questions({ ...none, ...filters }, "acc_me", "2026-11-23", isSearch);

describe("the questions of a list", () => {
  it("are one for each state of a group", () => {
    expect(ask({ state: "to_assess" }).map((question) => question.state)).toEqual(["submitted", "under_assessment", "reopened"]);
    expect(ask({ state: "paid", label: "lbl_1" })).toEqual([{ state: "paid", label: "lbl_1" }]);
    expect(ask({})).toEqual([{}]);
  });
  it("name one's own account and the day after the last one", () => {
    expect(ask({ assignee: "me", due: "soon", order: "due" })).toEqual([{ assignee: "acc_me", due_before: "2026-12-01", order: "due" }]);
    expect(ask({ assignee: "acc_2", due: "overdue" })).toEqual([{ assignee: "acc_2", due_before: "2026-11-23" }]);
  });
  it("carry no order where one searches, and none that isn't known", () => {
    expect(ask({ order: "due" }, true)).toEqual([{}]);
    expect(ask({ order: "name" })).toEqual([{}]);
  });
  it("go on where they were", () => {
    expect(read(written(2, "abc"))).toEqual({ question: 2, cursor: "abc" });
    expect(read(written(1, ""))).toEqual({ question: 1, cursor: undefined });
    expect(read(undefined)).toEqual({ question: 0, cursor: undefined });
  });
});
