// The head of a claim: whose it is, what it comes to, by when it is to be paid, who sees it through.
import { Text } from "smarthr-ui";
import { Link } from "react-router";
import { BankAccountSaid } from "~/show/bank-account";
import { Fact, Facts, Part } from "~/show/facts";
import { LabelsOn } from "~/show/labels";
import { useFormat } from "~/text/format";
import { causes, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { type Claim, type Policy, useAssignees } from "../ask";
import { DueDay, StateLabel } from "../state";
import { AssigneeChoice } from "../steps/assignee";

const text = words({
  heading: { ja: "請求の概要", en: "The claim" },
  state: { ja: "状態", en: "State" },
  due: { ja: "支払期限", en: "Due" },
  received: { ja: "受付日", en: "Received" },
  assignee: { ja: "担当者", en: "Assignee" },
  policy: { ja: "証券番号", en: "Policy" },
  product: { ja: "商品", en: "Product" },
  policyholder: { ja: "契約者", en: "Policyholder" },
  animal: { ja: "被保険動物", en: "Animal" },
  claimed: { ja: "請求額", en: "Claimed" },
  assessed: { ja: "査定額", en: "Assessed" },
  approved: { ja: "承認額", en: "Approved" },
  paid: { ja: "支払額", en: "Paid" },
  paidOn: { ja: "{amount}（最終支払日 {day}）", en: "{amount} (last on {day})" },
  by: { ja: "{amount}（{name}、{at}）", en: "{amount} ({name}, {at})" },
  somebody: { ja: "担当者不明", en: "somebody" },
  cause: { ja: "請求事由", en: "Cause" },
  diagnosis: { ja: "傷病名", en: "Diagnosis" },
  account: { ja: "振込先口座", en: "Bank account" },
  labels: { ja: "ラベル", en: "Labels" },
  none: { ja: "－", en: "–" },
  note: { ja: "備考", en: "Note" },
});

interface Props {
  claim: Claim;
  version: string | undefined;
  policy: Policy | undefined;
}

export function ClaimHead({ claim, version, policy }: Props) {
  const t = useText(text);
  const name = useName();
  const { day } = useFormat();
  return (
    <Part title={t("heading")}>
      <Facts>
        <Fact term={t("state")}><StateLabel state={claim.state} /></Fact>
        <Fact term={t("due")}><DueDay claim={claim} /></Fact>
        <Fact term={t("received")}>{claim.received_on ? day(claim.received_on) : t("none")}</Fact>
        <Fact term={t("assignee")}><AssigneeChoice claim={claim} version={version} /></Fact>
        <Whose claim={claim} policy={policy} />
        <Amounts claim={claim} />
        <Fact term={t("cause")}>{name(causes, claim.cause)}</Fact>
        <Fact term={t("diagnosis")}>{claim.diagnosis}</Fact>
        <Fact term={t("account")} wide>{claim.bank_account && <BankAccountSaid account={claim.bank_account} />}</Fact>
        <Fact term={t("labels")} wide><LabelsOn collection="claims" id={claim.id} labels={claim.labels} /></Fact>
        <Fact term={t("note")} wide>{claim.note && <Text whiteSpace="pre-wrap">{claim.note}</Text>}</Fact>
      </Facts>
    </Part>
  );
}

function Whose({ claim, policy }: { claim: Claim; policy: Policy | undefined }) {
  const t = useText(text);
  const { names } = claim;
  return (
    <>
      <Fact term={t("policy")}><Link to={`/policies/${claim.policy}`}>{names?.policy_number ?? policy?.number}</Link></Fact>
      <Fact term={t("product")}>{policy && <Link to={`/products/${policy.product}`}>{policy.terms.name}</Link>}</Fact>
      <Fact term={t("policyholder")}><Link to={`/policyholders/${claim.policyholder}`}>{names?.policyholder_name}</Link></Fact>
      <Fact term={t("animal")}><Link to={`/animals/${claim.animal}`}>{names?.animal_name}</Link></Fact>
    </>
  );
}

function Amounts({ claim }: { claim: Claim }) {
  const t = useText(text);
  const { yen, day, moment } = useFormat();
  const people = useAssignees().data;
  const by = (amount: number, account: string | null | undefined, at: string | null | undefined) => {
    if (!account || !at) return yen(amount);
    const name = people?.find((person) => person.id === account)?.name ?? t("somebody");
    return t("by", { amount: yen(amount), name, at: moment(at) });
  };
  return (
    <>
      <Fact term={t("claimed")}><Text weight="bold">{yen(claim.claimed_yen)}</Text></Fact>
      <Fact term={t("assessed")}>{!claim.assessment ? t("none") : by(claim.assessment.total_yen, claim.assessed_by, claim.assessed_at)}</Fact>
      <Fact term={t("approved")}>{typeof claim.approved_yen !== "number" ? t("none") : by(claim.approved_yen, claim.approved_by, claim.approved_at)}</Fact>
      <Fact term={t("paid")}>{claim.paid_yen === 0 ? t("none") : (claim.paid_on ? t("paidOn", { amount: yen(claim.paid_yen), day: day(claim.paid_on) }) : yen(claim.paid_yen))}</Fact>
    </>
  );
}
