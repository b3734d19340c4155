// An animal: what is known, whose it is, its policies and what happened.
import { Link, useParams } from "react-router";
import { Records } from "~/list/records";
import { useMay } from "~/session/me";
import { Beside, Fact, Facts, Part } from "~/show/facts";
import { Go } from "~/show/go";
import { LabelsOn } from "~/show/labels";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { RecordTimeline } from "~/show/record-timeline";
import { sexes, species, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { usePolicyColumns } from "../policies/columns";
import { usePolicies } from "../policies/queries";
import { ClaimsOf } from "../policies/claims";
import { usePolicyholder } from "../policyholders/queries";
import { useBorn } from "./columns";
import { type Animal, useAnimal } from "./queries";

const text = words({
  title: { ja: "動物", en: "Animal" },
  above: { ja: "動物", en: "Animals" },
  change: { ja: "変更", en: "Change" },
  policy: { ja: "保険契約を登録", en: "New policy" },
  facts: { ja: "基本情報", en: "Details" },
  owner: { ja: "契約者", en: "Policyholder" },
  species: { ja: "種別", en: "Species" },
  breed: { ja: "品種", en: "Breed" },
  sex: { ja: "性別", en: "Sex" },
  born: { ja: "生年月日", en: "Birthday" },
  labels: { ja: "ラベル", en: "Labels" },
  note: { ja: "備考", en: "Note" },
  policies: { ja: "保険契約", en: "Policies" },
  claims: { ja: "保険金請求", en: "Claims" },
  noPolicies: { ja: "保険契約はありません。「保険契約を登録」から結べます。", en: "No policies yet. Make one with “New policy”." },
});

export function AnimalPage() {
  const t = useText(text);
  const { id = "" } = useParams();
  const may = useMay();
  const found = useAnimal(id);
  const actions = found.data && may("clerk") && (
    <>
      <Go to={`/animals/${id}/change`}>{t("change")}</Go>
      <Go to={`/policies/new?animal=${id}`}>{t("policy")}</Go>
    </>
  );
  return (
    <Page title={found.data?.data.name ?? t("title")} above={{ to: "/animals", name: t("above") }} actions={actions}>
      <Loaded found={found}>
        {({ data }) => (
          <Beside aside={<RecordTimeline collection="animals" id={id} />}>
            <Details one={data} />
            <Policies animal={id} />
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ one }: { one: Animal }) {
  const t = useText(text);
  const name = useName();
  const born = useBorn();
  const owner = usePolicyholder(one.policyholder);
  return (
    <Part title={t("facts")}>
      <Facts>
        <Fact term={t("owner")}><Link to={`/policyholders/${one.policyholder}`}>{owner.data?.data.name ?? "…"}</Link></Fact>
        <Fact term={t("species")}>{name(species, one.species)}</Fact>
        <Fact term={t("breed")}>{one.breed}</Fact>
        <Fact term={t("sex")}>{one.sex && name(sexes, one.sex)}</Fact>
        <Fact term={t("born")}>{born(one.born_on)}</Fact>
        <Fact term={t("labels")} wide>
          <LabelsOn collection="animals" id={one.id} labels={one.labels} />
        </Fact>
        <Fact term={t("note")} wide>{one.note}</Fact>
      </Facts>
    </Part>
  );
}

function Policies({ animal }: { animal: string }) {
  const t = useText(text);
  const found = usePolicies({ animal });
  const columns = usePolicyColumns(["number", "product", "period", "labels"]);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Part title={t("policies")}>
        <Records found={found} columns={columns} idOf={(one) => one.id} name={t("policies")} empty={t("noPolicies")} />
      </Part>
      {items.length > 0 && (
        <Part title={t("claims")}>
          <ClaimsOf policies={items.map((policy) => ({ id: policy.id, number: policy.number }))} />
        </Part>
      )}
    </>
  );
}
