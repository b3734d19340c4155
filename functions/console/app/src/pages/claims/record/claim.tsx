// A claim: what is claimed, how it was assessed, what can be done next, and its timeline beside it.
import { InformationPanel, Stack, Text } from "smarthr-ui";
import { useParams } from "react-router";
import { useMay } from "~/session/me";
import { Beside } from "~/show/facts";
import { Go } from "~/show/go";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { RecordTimeline } from "~/show/record-timeline";
import { useFormat } from "~/text/format";
import { useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { type Claim, useClaim, usePolicy } from "../ask";
import { rejectionReasons } from "../names";
import { isChangeable } from "../steps/possible";
import { Steps } from "../steps/steps";
import { AssessmentPart } from "./assessment";
import { ClaimHead } from "./head";
import { LimitsPart } from "./limits";
import { StatementPart } from "./statement";
import "../claims.css";

const text = words({
  list: { ja: "保険金請求", en: "Claims" },
  title: { ja: "{policy} {animal} の保険金請求", en: "Claim for {animal}, {policy}" },
  waiting: { ja: "保険金請求", en: "Claim" },
  change: { ja: "請求内容を変更", en: "Change the claim" },
  returned: { ja: "差し戻されています", en: "Returned to the claimant" },
  returnedAt: { ja: "{at} に差戻し", en: "Returned at {at}" },
  rejected: { ja: "不承認の理由", en: "Why it was rejected" },
  failed: { ja: "振込が銀行から差し戻されました", en: "The bank refused the transfer" },
  failedAbout: { ja: "振込先口座を確かめて、再振込を手配してください。", en: "Check the bank account and have it paid again." },
  extended: { ja: "支払期限を{until}まで延長しています", en: "The due date was extended to {until}" },
  recover: { ja: "返還を受ける額があります", en: "An amount is to be given back" },
  recoverAbout: { ja: "支払済みの額が決定額を上回るため、{amount}の返還を受けます。", en: "{amount} was paid beyond what is due, and is to be given back." },
});

export function ClaimPage() {
  const { id = "" } = useParams();
  const t = useText(text);
  const may = useMay();
  const found = useClaim(id);
  const claim = found.data?.data;
  const names = claim?.names;
  const title = names ? t("title", { policy: names.policy_number, animal: names.animal_name }) : t("waiting");
  const change = claim && isChangeable(claim.state) && may("clerk") && <Go to={`/claims/${id}/edit`}>{t("change")}</Go>;
  return (
    <Page title={title} above={{ to: "/claims", name: t("list") }} actions={change}>
      <Loaded found={found} rows={8}>
        {({ data, version }) => (
          <Beside aside={<RecordTimeline collection="claims" id={id} />}>
            <Whole claim={data} version={version} />
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}

function Whole({ claim, version }: { claim: Claim; version: string | undefined }) {
  const policy = usePolicy(claim.policy);
  return (
    <>
      <Notes claim={claim} />
      <Steps claim={claim} version={version} />
      <ClaimHead claim={claim} version={version} policy={policy.data} />
      <StatementPart claim={claim} />
      {claim.assessment && <AssessmentPart assessment={claim.assessment} policy={policy.data} />}
      <LimitsPart claim={claim} found={policy} />
    </>
  );
}

// What somebody must know before anything else.
function Notes({ claim }: { claim: Claim }) {
  const t = useText(text);
  const name = useName();
  const { day, moment, yen } = useFormat();
  return (
    <>
      {claim.returned && (
        <InformationPanel type="warning" toggleable={false} title={t("returned")}>
          <Stack gap={0.5}>
            <Text whiteSpace="pre-wrap">{claim.returned.reasons}</Text>
            <Text size="S" color="TEXT_GREY">{t("returnedAt", { at: moment(claim.returned.at) })}</Text>
          </Stack>
        </InformationPanel>
      )}
      {claim.state === "payment_failed" && (
        <InformationPanel type="error" toggleable={false} title={t("failed")}>
          <Text>{t("failedAbout")}</Text>
        </InformationPanel>
      )}
      {claim.extension && (
        <InformationPanel type="info" toggleable={false} title={t("extended", { until: day(claim.extension.until) })}>
          <Text whiteSpace="pre-wrap">{claim.extension.items}</Text>
        </InformationPanel>
      )}
      {claim.state === "rejected" && claim.rejected && (
        <InformationPanel type="error" toggleable={false} title={t("rejected")}>
          <ul className="reasons">
            {claim.rejected.reasons.map((reason) => <li key={reason}>{name(rejectionReasons, reason)}</li>)}
          </ul>
          {claim.rejected.note && <Text whiteSpace="pre-wrap">{claim.rejected.note}</Text>}
        </InformationPanel>
      )}
      {typeof claim.recover_yen === "number" && (
        <InformationPanel type="warning" toggleable={false} title={t("recover")}>
          <Text>{t("recoverAbout", { amount: yen(claim.recover_yen) })}</Text>
        </InformationPanel>
      )}
    </>
  );
}
