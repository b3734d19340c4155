// Changing a product, for policies that are made from now on.
import { Text } from "smarthr-ui";
import { useParams } from "react-router";
import { answer, api } from "~/api/client";
import { ChangePage } from "~/form/change-page";
import { cares, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { type Care, entered, termsOf } from "./entered";
import { exclusions } from "./exclusions";
import { TermsFields } from "./form";
import { PRODUCTS, readProduct, useProduct } from "./queries";

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
  const name = useName();
  const locale = useLocale();
  const { id = "" } = useParams();
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
    <ChangePage
      collection={PRODUCTS}
      said={{ title: t("title"), above: t("above"), done: t("done") }}
      role="administrator"
      found={useProduct(id)}
      entered={(one) => entered(one.terms)}
      read={readProduct}
      write={(values, header) => answer(api.PUT("/api/products/{id}", { params: { path: { id }, header }, body: { terms: termsOf(values) } }))}
      nameOf={nameOf}
      show={show}
      about={<Text>{t("about")}</Text>}
    >
      <TermsFields />
    </ChangePage>
  );
}
