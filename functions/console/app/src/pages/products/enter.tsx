// A new product.
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { Form } from "~/form/form";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { type Entered, entered, termsOf } from "./entered";
import { TermsFields } from "./form";
import { PRODUCTS } from "./queries";

const text = words({
  title: { ja: "商品の登録", en: "New product" },
  above: { ja: "商品", en: "Products" },
  enter: { ja: "登録", en: "Create" },
  done: { ja: "商品を登録しました。", en: "The product was created." },
});

export function ProductEntry() {
  const t = useText(text);
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const once = useOnce();
  const form = useForm<Entered>({ defaultValues: entered(), mode: "onTouched" });
  const send = async (values: Entered) => {
    const body = { terms: termsOf(values) };
    const made = await answer(api.POST("/api/products", { body, params: { header: once(body) } }));
    void known.invalidateQueries({ queryKey: [PRODUCTS] });
    tell({ kind: "success", said: t("done") });
    await navigate(`/products/${made.id}`);
  };
  return (
    <Page title={t("title")} above={{ to: "/products", name: t("above") }}>
      <Only role="administrator">
        <Form form={form} send={send} action={t("enter")} cancel={() => void navigate("/products")}>
          <TermsFields />
        </Form>
      </Only>
    </Page>
  );
}
