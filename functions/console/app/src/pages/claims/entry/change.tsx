// Changing a claim that is a draft or was returned. Others may change it meanwhile: what they changed is shown beside one's own.
import { InformationPanel, Text } from "smarthr-ui";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { asProblem } from "~/api/problem";
import { useDraft } from "~/draft/use-draft";
import { Conflict, useEditing } from "~/form/editing";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { dayInJapan } from "~/text/format";
import { useText, words } from "~/text/text";
import { askClaim, type Claim, useClaim, useClaimsChanged } from "../ask";
import { isChangeable } from "../steps/possible";
import { Unfit } from "../steps/unfit";
import { CHANGE, type ClaimDraft, draftOf } from "./draft";
import { drawLines, useFieldNames, useShown } from "./field-names";
import { ClaimForm } from "./form";
import { PolicySummary } from "./policy";
import { refusedInForm } from "./refused";
import { type Entered, enteredOf, inputOf } from "./values";
import "../claims.css";

const text = words({
  claim: { ja: "保険金請求", en: "Claim" },
  title: { ja: "請求内容の変更", en: "Change the claim" },
  save: { ja: "保存", en: "Save" },
  saved: { ja: "請求内容を保存しました。", en: "The claim was saved." },
  closedTitle: { ja: "この請求は変更できません", en: "This claim can't be changed" },
  closed: { ja: "下書きと差戻しの請求だけが変更できます。ほかの人が先に手続きを進めた可能性があります。", en: "Only drafts and returned claims can be changed. Somebody may have taken it on meanwhile." },
  overtaken: { ja: "ほかの人が先に手続きを進めたため、この請求はもう変更できません。入力した内容はこの画面に残っています。", en: "Somebody took the claim on meanwhile, so it can't be changed any more. What you entered is still here." },
});

export function ChangeClaim() {
  const { id = "" } = useParams();
  const t = useText(text);
  const found = useClaim(id);
  const drafted = useDraft(CHANGE + id);
  return (
    <Page title={t("title")} above={{ to: `/claims/${id}`, name: t("claim") }}>
      <Only role="clerk">
        <Loaded found={found} rows={8}>
          {({ data, version }) => {
            if (drafted.draft === undefined) return <WaitingRows />;
            return isChangeable(data.state) || drafted.draft ? <ChangeForm key={id} claim={data} version={version} drafted={drafted} /> : <Closed />;
          }}
        </Loaded>
      </Only>
    </Page>
  );
}

function Closed() {
  const t = useText(text);
  return <InformationPanel type="warning" toggleable={false} title={t("closedTitle")}><Text>{t("closed")}</Text></InformationPanel>;
}

interface Props {
  claim: Claim;
  version: string | undefined;
  drafted: ReturnType<typeof useDraft>;
}

function ChangeForm({ claim, version, drafted }: Props) {
  const t = useText(text);
  const tell = useTell();
  const navigate = useNavigate();
  const once = useOnce();
  const changed = useClaimsChanged();
  const { keep, drop, isKept } = drafted;
  const today = dayInJapan();
  const nameOf = useFieldNames();
  const show = useShown();
  // What was begun with: of a draft what it was begun with, however long ago.
  const [held, setHeld] = useState(() => draftOf(drafted.draft?.value));
  const [begun] = useState(() => held?.base ?? { entered: enteredOf(claim, today), version });
  const ask = async () => {
    const now = await askClaim(claim.id);
    if (!isChangeable(now.data.state)) throw new Unfit(t("overtaken"));
    return { data: enteredOf(now.data, today), version: now.version };
  };
  const editing = useEditing<Entered, Entered>({ data: begun.entered, version: begun.version }, (entered) => entered, ask);
  const { form } = editing;
  useEffect(() => {
    if (held) form.reset(held.entered, { keepDefaultValues: true });
    // Once, with the draft that was found.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  // The button lies far below of what is to be looked at.
  const settled = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (editing.differing) settled.current?.scrollIntoView({ block: "center" });
  }, [editing.differing]);
  const name = claim.names?.policy_number ?? "";
  const keepDraft = useCallback((entered: Entered) => keep({ entered, base: begun, name } satisfies ClaimDraft), [keep, begun, name]);
  const write = async (entered: Entered, ifMatch: { "If-Match"?: string }) => {
    const body = inputOf(entered);
    const header = { ...once([body, ifMatch]), ...ifMatch };
    try {
      await answer(api.PUT("/api/claims/{id}", { params: { path: { id: claim.id }, header }, body }));
    } catch (error) {
      throw asProblem(error).isStale ? error : refusedInForm(error, entered.lines);
    }
    await drop();
    tell({ kind: "success", said: t("saved") });
    await changed();
    await navigate(`/claims/${claim.id}`);
  };
  const discard = () => {
    setHeld(undefined);
    form.reset(enteredOf(claim, today));
    void drop();
  };
  return (
    <>
      <PolicySummary id={claim.policy} />
      <ClaimForm
        form={form}
        send={editing.send(write)}
        action={t("save")}
        cancel={() => void navigate(`/claims/${claim.id}`)}
        keep={keepDraft}
        isKept={isKept}
        keptAt={held && drafted.draft?.at}
        discard={discard}
        conflict={<div ref={settled}><Conflict editing={editing} nameOf={nameOf} show={show} draw={drawLines} /></div>}
      />
    </>
  );
}
