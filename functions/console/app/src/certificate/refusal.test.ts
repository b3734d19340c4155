import { expect, it } from "vitest";
import { certificateRefusal } from "./refusal";

it("tells a refused certificate from other refusals", () => {
  expect(certificateRefusal({ status: 403, code: "certificate_revoked" })).toBe("certificate_revoked");
  expect(certificateRefusal({ status: 403, code: "role_missing" })).toBeUndefined();
  // What the policy's page is told, or the download of a certificate that was revoked, keeps nobody out.
  expect(certificateRefusal({ status: 409, code: "certificate_policy_locks_out" })).toBeUndefined();
  expect(certificateRefusal({ status: 409, code: "certificate_revoked" })).toBeUndefined();
});
