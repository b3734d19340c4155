import { describe, expect, it } from "vitest";
import { holds } from "./role";

describe("roles", () => {
  it("include what the API's roles include", () => {
    expect(holds(["assessor"], "clerk")).toBe(true);
    expect(holds(["administrator"], "clerk")).toBe(false);
    expect(holds(["administrator", "clerk"], "clerk")).toBe(true);
    expect(holds(["clerk"], "approver")).toBe(false);
    expect(holds([], "viewer")).toBe(false);
  });
});
