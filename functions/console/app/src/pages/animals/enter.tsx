// A new animal of a policyholder; from there one goes on to its policy.
import { useQueryClient } from "@tanstack/react-query";
import { Base, Text } from "smarthr-ui";
import { useForm } from "react-hook-form";
import { Link, useNavigate, useSearchParams } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { Form } from "~/form/form";
import { GoOn, useGoOn } from "~/form/go-on";
import { Fact, Facts } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { usePolicyholder } from "../policyholders/queries";
import { AnimalFields, type Entered, detailsOf, entered } from "./form";
import { ANIMALS } from "./queries";

const text = words({
  title: { ja: "動物の登録", en: "New animal" },
  above: { ja: "動物", en: "Animals" },
  owner: { ja: "契約者", en: "Policyholder" },
  noOwner: { ja: "動物は、契約者のページから登録します。先に契約者を選んでください。", en: "Animals are made on their policyholder's page. Choose one first." },
  choose: { ja: "契約者の一覧へ", en: "To the policyholders" },
  enter: { ja: "登録", en: "Create" },
  done: { ja: "動物を登録しました。", en: "The animal was created." },
  goOn: { ja: "登録したら、続けて保険契約を登録する", en: "Go on to its policy afterwards" },
});

export function AnimalEntry() {
  const t = useText(text);
  const [parameters] = useSearchParams();
  const owner = parameters.get("policyholder");
  return (
    <Page title={t("title")} above={owner ? { to: `/policyholders/${owner}`, name: t("owner") } : { to: "/animals", name: t("above") }}>
      <Only role="clerk">
        {owner ? <Entry owner={owner} /> : <Base padding={1.5}><Text>{t("noOwner")} <Link to="/policyholders">{t("choose")}</Link></Text></Base>}
      </Only>
    </Page>
  );
}

function Entry({ owner }: { owner: string }) {
  const t = useText(text);
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const once = useOnce();
  const goOn = useGoOn();
  const found = usePolicyholder(owner);
  const form = useForm<Entered>({ defaultValues: entered(), mode: "onTouched" });
  const send = async (values: Entered) => {
    const body = { policyholder: owner, ...detailsOf(values) };
    const made = await answer(api.POST("/api/animals", { body, params: { header: once(body) } }));
    void known.invalidateQueries({ queryKey: [ANIMALS] });
    tell({ kind: "success", said: t("done") });
    await navigate(goOn.isOn ? `/policies/new?animal=${made.id}` : `/animals/${made.id}`);
  };
  return (
    <Loaded found={found}>
      {({ data }) => (
        <Form form={form} send={send} action={t("enter")} cancel={() => void navigate(`/policyholders/${owner}`)}>
          <Facts>
            <Fact term={t("owner")}><Link to={`/policyholders/${owner}`}>{data.name}</Link></Fact>
          </Facts>
          <AnimalFields />
          <GoOn of={goOn} label={t("goOn")} />
        </Form>
      )}
    </Loaded>
  );
}
