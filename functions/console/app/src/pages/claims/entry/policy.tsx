// The policy that is claimed on, and whose it is.
import { useQuery } from "@tanstack/react-query";
import { Base, Button, Cluster, StatusLabel, Text } from "smarthr-ui";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import { Loaded } from "~/show/loaded";
import { dayInJapan, useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import type { BankAccount } from "~/form/bank-account-entered";
import { type Policy, usePolicy } from "../ask";

const text = words({
  policy: { ja: "証券番号 {number}", en: "Policy {number}" },
  period: { ja: "保険期間 {days}", en: "{days}" },
  ended: { ja: "満期済み", en: "Ended" },
  lapsed: { ja: "{day} に失効", en: "Lapsed on {day}" },
  change: { ja: "別の契約を選ぶ", en: "Choose another policy" },
  name: { ja: "{number} {animal}", en: "{number} {animal}" },
});

const policyholderOf = (policy: Policy | undefined) => ({
  queryKey: ["policyholders", policy?.policyholder, "of policy"],
  queryFn: () => answer(api.GET("/api/policyholders/{id}", { params: { path: { id: policy?.policyholder ?? "" } } })),
  enabled: Boolean(policy),
});

function useOwners(policy: Policy | undefined) {
  const policyholder = useQuery(policyholderOf(policy));
  const animal = useQuery({
    queryKey: ["animals", policy?.animal, "of policy"],
    queryFn: () => answer(api.GET("/api/animals/{id}", { params: { path: { id: policy?.animal ?? "" } } })),
    enabled: Boolean(policy),
  });
  return { policyholder: policyholder.data, animal: animal.data };
}

/** What a person tells the policy by. */
export function usePolicyName(id: string): string {
  const t = useText(text);
  const policy = usePolicy(id).data;
  const { animal } = useOwners(policy);
  return t("name", { number: policy?.number ?? "", animal: animal?.name ?? "" }).trim();
}

/** The account of the policy's policyholder, which a claim is usually paid to; `undefined` while it is asked for. */
export function useUsualAccount(id: string): BankAccount | null | undefined {
  const policy = usePolicy(id);
  const policyholder = useQuery({ ...policyholderOf(policy.data), select: (found) => found.bank_account ?? null });
  // Whatever fails here is said where the policy is shown, and keeps nobody from entering the account.
  return policy.isError || policyholder.isError ? null : policyholder.data;
}

export function PolicySummary({ id, change }: { id: string; change?: () => void }) {
  const found = usePolicy(id);
  return <Loaded found={found} rows={2}>{(policy) => <Summary policy={policy} change={change} />}</Loaded>;
}

function Summary({ policy, change }: { policy: Policy; change: (() => void) | undefined }) {
  const t = useText(text);
  const { day, period } = useFormat();
  const { policyholder, animal } = useOwners(policy);
  const lapsed = policy.premium?.lapsed_on;
  return (
    <Base padding={1}>
      <Cluster gap={1} align="center">
        <Link to={`/policies/${policy.id}`}>{t("policy", { number: policy.number })}</Link>
        {policyholder && <Link to={`/policyholders/${policyholder.id}`}>{policyholder.name}</Link>}
        {animal && <Link to={`/animals/${animal.id}`}>{animal.name}</Link>}
        <Text>{policy.terms.name}</Text>
        <Text>{t("period", { days: period(policy.period.start_date, policy.period.end_date) })}</Text>
        {policy.period.end_date < dayInJapan() && <StatusLabel type="warning">{t("ended")}</StatusLabel>}
        {lapsed && <StatusLabel type="error">{t("lapsed", { day: day(lapsed) })}</StatusLabel>}
        {change && <Button size="s" onClick={change}>{t("change")}</Button>}
      </Cluster>
    </Base>
  );
}
