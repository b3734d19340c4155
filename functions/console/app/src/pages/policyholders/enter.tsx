// A new policyholder; from there one goes on to their animal.
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { Form } from "~/form/form";
import { GoOn, useGoOn } from "~/form/go-on";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { type Entered, PolicyholderFields, detailsOf, entered } from "./form";
import { POLICYHOLDERS } from "./queries";

const text = words({
  title: { ja: "契約者の登録", en: "New policyholder" },
  above: { ja: "契約者", en: "Policyholders" },
  enter: { ja: "登録", en: "Create" },
  done: { ja: "契約者を登録しました。", en: "The policyholder was created." },
  goOn: { ja: "登録したら、続けて動物を登録する", en: "Go on to their animal afterwards" },
});

export function PolicyholderEntry() {
  const t = useText(text);
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const once = useOnce();
  const goOn = useGoOn();
  const form = useForm<Entered>({ defaultValues: entered(), mode: "onTouched" });
  const send = async (values: Entered) => {
    const body = detailsOf(values);
    const made = await answer(api.POST("/api/policyholders", { body, params: { header: once(body) } }));
    void known.invalidateQueries({ queryKey: [POLICYHOLDERS] });
    tell({ kind: "success", said: t("done") });
    await navigate(goOn.isOn ? `/animals/new?policyholder=${made.id}` : `/policyholders/${made.id}`);
  };
  return (
    <Page title={t("title")} above={{ to: "/policyholders", name: t("above") }}>
      <Only role="clerk">
        <Form form={form} send={send} action={t("enter")} cancel={() => void navigate("/policyholders")}>
          <PolicyholderFields />
          <GoOn of={goOn} label={t("goOn")} />
        </Form>
      </Only>
    </Page>
  );
}
