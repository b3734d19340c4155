// A new claim.
import { useForm } from "react-hook-form";
import { useCallback } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { useDraft } from "~/draft/use-draft";
import type { BankAccount } from "~/form/bank-account-entered";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { dayInJapan } from "~/text/format";
import { useText, words } from "~/text/text";
import { useClaimsChanged } from "../ask";
import { ChoosePolicy } from "./choose-policy";
import { type ClaimDraft, draftOf, NEW } from "./draft";
import { ClaimForm } from "./form";
import { PolicySummary, usePolicyName, useUsualAccount } from "./policy";
import { refusedInForm } from "./refused";
import { empty, type Entered, inputOf } from "./values";
import "../claims.css";

const text = words({
  list: { ja: "保険金請求", en: "Claims" },
  title: { ja: "保険金請求の登録", en: "Enter a claim" },
  save: { ja: "下書きとして登録", en: "Save as a draft" },
  saved: { ja: "下書きを登録しました。内容を確かめて受付してください。", en: "Saved as a draft. Look it over and submit it." },
});

export function NewClaim() {
  const t = useText(text);
  const [parameters, setParameters] = useSearchParams();
  const policy = parameters.get("policy");
  const choose = (chosen: string | undefined) => setParameters(chosen ? { policy: chosen } : {});
  return (
    <Page title={t("title")} above={{ to: "/claims", name: t("list") }}>
      <Only role="clerk">
        {policy ? <Drafted key={policy} policy={policy} change={() => choose(undefined)} /> : <ChoosePolicy choose={choose} />}
      </Only>
    </Page>
  );
}

interface Props {
  policy: string;
  change: () => void;
}

function Drafted({ policy, change }: Props) {
  const drafted = useDraft(NEW + policy);
  const account = useUsualAccount(policy);
  if (drafted.draft === undefined || account === undefined) return <WaitingRows />;
  return <NewForm policy={policy} change={change} drafted={drafted} account={account} />;
}

function NewForm({ policy, change, drafted, account }: Props & { drafted: ReturnType<typeof useDraft>; account: BankAccount | null }) {
  const t = useText(text);
  const tell = useTell();
  const navigate = useNavigate();
  const once = useOnce();
  const changed = useClaimsChanged();
  const name = usePolicyName(policy);
  const { draft, keep, drop, isKept } = drafted;
  const held = draftOf(draft?.value);
  const form = useForm<Entered>({ defaultValues: held?.entered ?? empty(dayInJapan(), account), mode: "onTouched" });
  const keepDraft = useCallback((entered: Entered) => keep({ entered, name } satisfies ClaimDraft), [keep, name]);
  const send = async (entered: Entered) => {
    const body = { policy, ...inputOf(entered) };
    try {
      const claim = await answer(api.POST("/api/claims", { params: { header: once(body) }, body }));
      await drop();
      tell({ kind: "success", said: t("saved") });
      await changed();
      await navigate(`/claims/${claim.id}`);
    } catch (error) {
      throw refusedInForm(error, entered.lines);
    }
  };
  const discard = () => {
    form.reset(empty(dayInJapan(), account));
    void drop();
  };
  return (
    <>
      <PolicySummary id={policy} change={change} />
      <ClaimForm form={form} send={send} action={t("save")} cancel={() => void navigate("/claims")} keep={keepDraft} isKept={isKept} keptAt={held && draft?.at} discard={discard} />
    </>
  );
}
