// A product: its terms, and what happened to them.
import { Text } from "smarthr-ui";
import { useParams } from "react-router";
import { useMay } from "~/session/me";
import { Beside, Part } from "~/show/facts";
import { Go } from "~/show/go";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { RecordTimeline } from "~/show/record-timeline";
import { useText, words } from "~/text/text";
import { useProduct } from "./queries";
import { TermsFacts } from "./terms";

const text = words({
  title: { ja: "商品", en: "Product" },
  above: { ja: "商品", en: "Products" },
  change: { ja: "変更", en: "Change" },
  terms: { ja: "補償内容", en: "Terms" },
  about: { ja: "これから登録する保険契約に適用されます。登録済の契約は、登録した日の内容のままです。", en: "These hold for policies made from now on; those that were made keep the terms of their day." },
});

export function ProductPage() {
  const t = useText(text);
  const { id = "" } = useParams();
  const may = useMay();
  const found = useProduct(id);
  const actions = found.data && may("administrator") && <Go to={`/products/${id}/change`}>{t("change")}</Go>;
  return (
    <Page title={found.data?.data.terms.name ?? t("title")} above={{ to: "/products", name: t("above") }} actions={actions}>
      <Loaded found={found}>
        {({ data }) => (
          <Beside aside={<RecordTimeline collection="products" id={id} />}>
            <Part title={t("terms")}>
              <Text>{t("about")}</Text>
              <TermsFacts terms={data.terms} />
            </Part>
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}
