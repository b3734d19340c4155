// Changing a product, for policies that are made from now on.
import { useQueryClient } from "@tanstack/react-query";
import { Text } from "smarthr-ui";
import { useNavigate, useParams } from "react-router";
import { answer, api } from "~/api/client";
import { Conflict, useEditing } from "~/form/editing";
import { Form } from "~/form/form";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { cares, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { type Care, entered, termsOf } from "./entered";
import { exclusions } from "./exclusions";
import { TermsFields } from "./form";
import { PRODUCTS, type Product, readProduct, useProduct } from "./queries";

const text = words({
  title: { ja: "商品の変更", en: "Change the product" },
  above: { ja: "商品へ戻る", en: "Back to the product" },
  about: { ja: "変更は、これから登録する保険契約に適用されます。登録済の契約は変わりません。", en: "The change holds for policies made from now on; those that were made stay as they are." },
  done: { ja: "商品を変更しました。", en: "The product was changed." },
  "terms.name": { ja: "商品名", en: "Name" },
  "terms.coverage_rate_percent": { ja: "補償割合", en: "Coverage rate" },
  "terms.deductible_yen": { ja: "免責金額", en: "Deductible" },
  "terms.waiting_days": { ja: "待機期間", en: "Waiting period" },
  "terms.yearly_amount_yen": { ja: "年間限度額", en: "Yearly amount" },
  "terms.premium.grace_months": { ja: "保険料の払込猶予", en: "Grace for premiums" },
  isCovered: { ja: "の補償", en: "coverage" },
  cap_yen: { ja: "の支払限度額", en: "cap" },
  limit_per_year: { ja: "の年間限度", en: "limit a year" },
  covered: { ja: "補償する", en: "covered" },
  uncovered: { ja: "補償しない", en: "not covered" },
  "terms.exclusions": { ja: "補償しない費用", en: "What is left out" },
});

export function ProductChange() {
  const t = useText(text);
  const { id = "" } = useParams();
  const found = useProduct(id);
  return (
    <Page title={t("title")} above={{ to: `/products/${id}`, name: t("above") }}>
      <Only role="administrator">
        <Text>{t("about")}</Text>
        <Loaded found={found}>{(one) => <Change found={one} />}</Loaded>
      </Only>
    </Page>
  );
}

function Change({ found }: { found: { data: Product; version: string | undefined } }) {
  const t = useText(text);
  const name = useName();
  const locale = useLocale();
  const { id } = found.data;
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const editing = useEditing(found, (one) => entered(one.terms), () => readProduct(id));
  const send = editing.send(async (values, ifMatch) => {
    await answer(api.PUT("/api/products/{id}", { params: { path: { id }, header: ifMatch }, body: { terms: termsOf(values) } }));
    await known.invalidateQueries({ queryKey: [PRODUCTS] });
    tell({ kind: "success", said: t("done") });
    await navigate(`/products/${id}`);
  });
  const nameOf = (path: string) => {
    const [, part, kind, field] = path.split(".");
    return part === "care" ? `${name(cares, kind as Care)} ${t(field as "cap_yen")}` : t(path as keyof typeof text);
  };
  const show = (path: string, value: unknown) => {
    if (path.endsWith(".isCovered")) return t(value ? "covered" : "uncovered");
    if (path !== "terms.exclusions" || !Array.isArray(value)) return undefined;
    return (value as (keyof typeof exclusions)[]).map((code) => exclusions[code].name[locale]).join(", ");
  };
  return (
    <Form form={editing.form} send={send} cancel={() => void navigate(`/products/${id}`)}>
      <Conflict editing={editing} nameOf={nameOf} show={show} />
      <TermsFields />
    </Form>
  );
}
