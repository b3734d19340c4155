// A client certificate, or the lack of one, that keeps one out.
import type { Problem } from "~/api/problem";

const CODES = ["certificate_needed", "certificate_unknown", "certificate_revoked", "certificate_expired", "certificate_foreign", "certificate_not_own"] as const;

export type CertificateRefusal = (typeof CODES)[number];

/** Why one is kept out; `undefined` for any other problem. */
export const certificateRefusal = ({ status, code }: Pick<Problem, "status" | "code">): CertificateRefusal | undefined =>
  status === 403 ? CODES.find((known) => known === code) : undefined;
