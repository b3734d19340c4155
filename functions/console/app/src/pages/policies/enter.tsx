// A new policy on an animal; from there one goes on to a claim.
import { useQueryClient } from "@tanstack/react-query";
import { Base, Stack, Text } from "smarthr-ui";
import { useForm, useWatch } from "react-hook-form";
import { Link, useNavigate, useSearchParams } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { ChoiceField, Form } from "~/form/form";
import { GoOn, useGoOn } from "~/form/go-on";
import { Fact, Facts } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { useAnimal } from "../animals/queries";
import { usePolicyholder } from "../policyholders/queries";
import { useAllProducts } from "../products/queries";
import { TermsFacts } from "../products/terms";
import { type Entered as Details, PolicyFields, detailsOf, entered } from "./form";
import { POLICIES } from "./queries";

const text = words({
  title: { ja: "保険契約の登録", en: "New policy" },
  above: { ja: "保険契約", en: "Policies" },
  animal: { ja: "動物", en: "Animal" },
  owner: { ja: "契約者", en: "Policyholder" },
  product: { ja: "商品", en: "Product" },
  productHelp: { ja: "補償内容は、登録した日の商品の内容で決まります。あとから商品を変更しても、この契約は変わりません。", en: "The policy keeps the product's terms of today; later changes of the product don't touch it." },
  noProducts: { ja: "商品が登録されていません。マスタ管理 > 商品 で、組織管理者が登録します。", en: "There is no product yet. An administrator makes one under Master data > Products." },
  noAnimal: { ja: "保険契約は、動物のページから登録します。先に動物を選んでください。", en: "Policies are made on the animal's page. Choose one first." },
  choose: { ja: "動物の一覧へ", en: "To the animals" },
  enter: { ja: "登録", en: "Create" },
  done: { ja: "保険契約を登録しました。", en: "The policy was created." },
  goOn: { ja: "登録したら、続けて保険金請求を入力する", en: "Go on to a claim afterwards" },
});

interface Entered extends Details {
  product: string;
}

export function PolicyEntry() {
  const t = useText(text);
  const [parameters] = useSearchParams();
  const animal = parameters.get("animal");
  return (
    <Page title={t("title")} above={animal ? { to: `/animals/${animal}`, name: t("animal") } : { to: "/policies", name: t("above") }}>
      <Only role="clerk">
        {animal ? <Entry animal={animal} /> : <Base padding={1.5}><Text>{t("noAnimal")} <Link to="/animals">{t("choose")}</Link></Text></Base>}
      </Only>
    </Page>
  );
}

function Entry({ animal }: { animal: string }) {
  const t = useText(text);
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const once = useOnce();
  const goOn = useGoOn(false);
  const form = useForm<Entered>({ defaultValues: { ...entered(), product: "" }, mode: "onTouched" });
  const send = async (values: Entered) => {
    const body = { animal, product: values.product, ...detailsOf(values) };
    const made = await answer(api.POST("/api/policies", { body, params: { header: once(body) } }));
    void known.invalidateQueries({ queryKey: [POLICIES] });
    tell({ kind: "success", said: t("done") });
    await navigate(goOn.isOn ? `/claims/new?policy=${made.id}` : `/policies/${made.id}`);
  };
  return (
    <Form form={form} send={send} action={t("enter")} cancel={() => void navigate(`/animals/${animal}`)}>
      <Insured animal={animal} />
      <Base padding={1.5}>
        <Stack gap={1.5}>
          <ProductField />
          <PolicyFields isNew />
        </Stack>
      </Base>
      <GoOn of={goOn} label={t("goOn")} />
    </Form>
  );
}

function Insured({ animal }: { animal: string }) {
  const t = useText(text);
  const found = useAnimal(animal);
  const owner = usePolicyholder(found.data?.data.policyholder ?? "", Boolean(found.data));
  return (
    <Loaded found={found} rows={1}>
      {({ data }) => (
        <Facts>
          <Fact term={t("animal")}><Link to={`/animals/${animal}`}>{data.name}</Link></Fact>
          <Fact term={t("owner")}><Link to={`/policyholders/${data.policyholder}`}>{owner.data?.data.name ?? "…"}</Link></Fact>
        </Facts>
      )}
    </Loaded>
  );
}

function ProductField() {
  const t = useText(text);
  const products = useAllProducts();
  const chosen = useWatch({ name: "product" }) as string;
  return (
    <Loaded found={products} rows={1}>
      {(all) => {
        if (all.length === 0) return <Text>{t("noProducts")}</Text>;
        const product = all.find((one) => one.id === chosen);
        return (
          <Stack gap={0.75}>
            <ChoiceField name="product" label={t("product")} help={t("productHelp")} required blank options={all.map((one) => ({ value: one.id, label: one.terms.name }))} />
            {product && <TermsFacts terms={product.terms} />}
          </Stack>
        );
      }}
    </Loaded>
  );
}
