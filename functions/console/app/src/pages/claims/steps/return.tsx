// 差戻し: back to the claimant, with what is missing or wrong.
import { FormControl, Stack, Text, Textarea } from "smarthr-ui";
import { useState } from "react";
import { answer, api } from "~/api/client";
import { ConfirmButton } from "~/show/confirm";
import { useText, words } from "~/text/text";
import type { Claim } from "../ask";
import { useSend } from "./take";
import { Unfit } from "./unfit";

const text = words({
  action: { ja: "差し戻す", en: "Return" },
  title: { ja: "請求を差し戻しますか", en: "Return the claim?" },
  about: { ja: "不備の内容を書いて、契約者に戻します。再び受け付けるまで支払期限は数えず、査定は取り消されます。", en: "It goes back to the claimant. Until it is submitted again no due day runs, and its assessment is void." },
  reasons: { ja: "差戻しの理由", en: "Reasons" },
  example: { ja: "例：入院日数のわかる明細書を添付してください。", en: "E.g. please add the statement that shows the days of the stay." },
  missing: { ja: "差戻しの理由を入力してください。", en: "Enter the reasons." },
  done: { ja: "差し戻しました。", en: "Returned." },
});

export function Return({ claim, version }: { claim: Claim; version: string | undefined }) {
  const t = useText(text);
  const send = useSend(version);
  const [reasons, setReasons] = useState("");
  const [isAsked, setAsked] = useState(false);
  const isMissing = isAsked && !reasons.trim();
  const act = async () => {
    setAsked(true);
    if (!reasons.trim()) throw new Unfit(t("missing"));
    const body = { reasons: reasons.trim() };
    const isDone = await send(body, (header) => answer(api.POST("/api/claims/{id}/return", { params: { path: { id: claim.id }, header }, body })), t("done"));
    if (!isDone) return;
    setReasons("");
    setAsked(false);
  };
  return (
    <ConfirmButton action={t("action")} title={t("title")} act={act}>
      <Stack gap={1}>
        <Text>{t("about")}</Text>
        <FormControl label={t("reasons")} exampleMessage={t("example")}>
          <Textarea rows={4} width="100%" maxLength={2000} value={reasons} error={isMissing} onChange={(event) => setReasons(event.target.value)} aria-required />
        </FormControl>
      </Stack>
    </ConfirmButton>
  );
}
