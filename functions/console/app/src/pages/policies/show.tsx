// A policy: what is insured and how, the limits used and left, premiums, claims, and what happened.
import { Link, useParams } from "react-router";
import { useMay } from "~/session/me";
import { Beside, Fact, Facts, Part } from "~/show/facts";
import { Go } from "~/show/go";
import { LabelsOn } from "~/show/labels";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { RecordTimeline } from "~/show/record-timeline";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { useAnimal } from "../animals/queries";
import { usePolicyholder } from "../policyholders/queries";
import { TermsFacts } from "../products/terms";
import { ClaimsOf } from "./claims";
import { Limits } from "./limits";
import { PremiumPart } from "./premiums";
import { type Policy, usePolicy } from "./queries";

const text = words({
  title: { ja: "保険契約", en: "Policy" },
  heading: { ja: "保険契約 {number}", en: "Policy {number}" },
  above: { ja: "保険契約", en: "Policies" },
  change: { ja: "変更", en: "Change" },
  claim: { ja: "保険金請求を入力", en: "New claim" },
  facts: { ja: "契約内容", en: "Details" },
  number: { ja: "証券番号", en: "Policy number" },
  animal: { ja: "動物", en: "Animal" },
  owner: { ja: "契約者", en: "Policyholder" },
  product: { ja: "商品", en: "Product" },
  period: { ja: "保険期間", en: "Period" },
  first: { ja: "初年度契約の始期日", en: "Start of the first contract" },
  labels: { ja: "ラベル", en: "Labels" },
  note: { ja: "備考", en: "Note" },
  terms: { ja: "補償内容（契約時の商品の内容）", en: "Terms (the product's when the policy was made)" },
  limits: { ja: "支払限度の使用状況", en: "Use of limits" },
  claims: { ja: "保険金請求", en: "Claims" },
});

export function PolicyPage() {
  const t = useText(text);
  const { id = "" } = useParams();
  const may = useMay();
  const found = usePolicy(id);
  const actions = found.data && may("clerk") && (
    <>
      <Go to={`/policies/${id}/change`}>{t("change")}</Go>
      <Go to={`/claims/new?policy=${id}`}>{t("claim")}</Go>
    </>
  );
  return (
    <Page title={found.data ? t("heading", { number: found.data.data.number }) : t("title")} above={{ to: "/policies", name: t("above") }} actions={actions}>
      <Loaded found={found}>
        {({ data, version }) => (
          <Beside aside={<RecordTimeline collection="policies" id={id} />}>
            <Details one={data} />
            <Part title={t("terms")}><TermsFacts terms={data.terms} /></Part>
            <Part title={t("limits")}><Limits policy={data} /></Part>
            <PremiumPart policy={data} version={version} />
            <Part title={t("claims")}><ClaimsOf policies={[{ id, number: data.number }]} /></Part>
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ one }: { one: Policy }) {
  const t = useText(text);
  const { day, period } = useFormat();
  const animal = useAnimal(one.animal);
  const owner = usePolicyholder(one.policyholder);
  return (
    <Part title={t("facts")}>
      <Facts>
        <Fact term={t("owner")}><Link to={`/policyholders/${one.policyholder}`}>{owner.data?.data.name ?? "…"}</Link></Fact>
        <Fact term={t("animal")}><Link to={`/animals/${one.animal}`}>{animal.data?.data.name ?? "…"}</Link></Fact>
        <Fact term={t("number")}>{one.number}</Fact>
        <Fact term={t("product")}><Link to={`/products/${one.product}`}>{one.terms.name}</Link></Fact>
        <Fact term={t("period")}>{period(one.period.start_date, one.period.end_date)}</Fact>
        <Fact term={t("first")}>{day(one.period.first_start_date)}</Fact>
        <Fact term={t("labels")} wide>
          <LabelsOn collection="policies" id={one.id} labels={one.labels} />
        </Fact>
        <Fact term={t("note")} wide>{one.note}</Fact>
      </Facts>
    </Part>
  );
}
