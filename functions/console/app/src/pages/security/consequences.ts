// What a change of the sign-in policy would do, to oneself and to others, before it is made.
import type { components } from "~/api/schema";
import { type CertificateView, standingsOf } from "~/certificate/standing";

type Schemas = components["schemas"];

export interface Policy {
  certificates: Schemas["CertificatePolicy"];
  second_factor: Schemas["SecondFactorPolicy"];
}

/** What is known when the policy is changed. */
export interface Situation {
  /** One's own account, and the certificate that this session showed. */
  me: { id: string; certificate: string | undefined; hasFactor: boolean };
  certificates: Pick<CertificateView, "account" | "fingerprint" | "state" | "expires_at">[];
  accounts: { id: string; name: string; state: string }[];
  now: number;
}

/** One consequence: whether it stands in the way, needs thought, or is good to know; and whom or how many it is about. */
export interface Consequence {
  weight: "stop" | "warning" | "info";
  code:
    | "locks_out_without"
    | "locks_out_not_own"
    | "certificates_needed"
    | "certificates_bound"
    | "certificates_missing"
    | "certificates_dropped"
    | "certificates_any"
    | "enrol_self"
    | "enrol_others"
    | "factors_dropped";
  count?: number;
  names?: string[];
}

const holds = (certificate: Situation["certificates"][number], now: number) => {
  const standings = standingsOf(certificate, now);
  return !standings.includes("revoked") && !standings.includes("expired");
};

export function consequences(before: Policy, after: Policy, situation: Situation): Consequence[] {
  return [...ofCertificates(before, after, situation), ...ofFactors(before, after, situation)];
}

function ofCertificates(before: Policy, after: Policy, { me, certificates, accounts, now }: Situation): Consequence[] {
  if (before.certificates === after.certificates) return [];
  if (after.certificates === "not_needed") return [{ weight: "warning", code: "certificates_dropped" }];
  const holding = certificates.filter((certificate) => holds(certificate, now));
  const own = holding.find(({ fingerprint }) => fingerprint === me.certificate);
  if (!own) return [{ weight: "stop", code: "locks_out_without" }];
  if (after.certificates === "needed") {
    return [before.certificates === "bound" ? { weight: "info", code: "certificates_any" } : { weight: "warning", code: "certificates_needed", count: holding.length }];
  }
  if (own.account !== me.id) return [{ weight: "stop", code: "locks_out_not_own" }];
  const owners = new Set(holding.map(({ account }) => account));
  const names = accounts.filter(({ id, state }) => state === "active" && !owners.has(id)).map(({ name }) => name);
  const told: Consequence = { weight: "warning", code: "certificates_bound" };
  return names.length > 0 ? [told, { weight: "warning", code: "certificates_missing", names }] : [told];
}

function ofFactors(before: Policy, after: Policy, { me }: Situation): Consequence[] {
  if (before.second_factor === after.second_factor) return [];
  if (after.second_factor === "optional") return [{ weight: "warning", code: "factors_dropped" }];
  const others: Consequence = { weight: "info", code: "enrol_others" };
  return me.hasFactor ? [others] : [{ weight: "warning", code: "enrol_self" }, others];
}
