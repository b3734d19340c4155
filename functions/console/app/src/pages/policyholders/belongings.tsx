// What is a policyholder's: animals, policies, and the claims of these.
import { useMay } from "~/session/me";
import { Records } from "~/list/records";
import { Part } from "~/show/facts";
import { Go } from "~/show/go";
import { useText, words } from "~/text/text";
import { useAnimals } from "../animals/queries";
import { useAnimalColumns } from "../animals/columns";
import { ClaimsOf } from "../policies/claims";
import { usePolicyColumns } from "../policies/columns";
import { usePolicies } from "../policies/queries";

const text = words({
  animals: { ja: "動物", en: "Animals" },
  policies: { ja: "保険契約", en: "Policies" },
  claims: { ja: "保険金請求", en: "Claims" },
  addAnimal: { ja: "動物を追加", en: "Add an animal" },
  noAnimals: { ja: "動物は登録されていません。動物を登録すると、保険契約を結べます。", en: "No animals yet. A policy needs one." },
  noPolicies: { ja: "保険契約はありません。動物のページから登録できます。", en: "No policies yet. They are made on the animal's page." },
});

export function Belongings({ policyholder }: { policyholder: string }) {
  const t = useText(text);
  const may = useMay();
  const animals = useAnimals({ policyholder });
  const policies = usePolicies({ policyholder });
  const animalColumns = useAnimalColumns();
  const policyColumns = usePolicyColumns(["number", "animal", "product", "period", "labels"]);
  const policyItems = policies.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Part title={t("animals")} actions={may("clerk") && <Go to={`/animals/new?policyholder=${policyholder}`} size="s">{t("addAnimal")}</Go>}>
        <Records found={animals} columns={animalColumns} idOf={(one) => one.id} name={t("animals")} empty={t("noAnimals")} />
      </Part>
      <Part title={t("policies")}>
        <Records found={policies} columns={policyColumns} idOf={(one) => one.id} name={t("policies")} empty={t("noPolicies")} />
      </Part>
      {policyItems.length > 0 && (
        <Part title={t("claims")}>
          <ClaimsOf policies={policyItems.map((policy) => ({ id: policy.id, number: policy.number }))} />
        </Part>
      )}
    </>
  );
}
