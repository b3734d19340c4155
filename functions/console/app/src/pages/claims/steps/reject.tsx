// 不承認: nothing is paid, for one or more reasons.
import { Checkbox, Fieldset, FormControl, Stack, Text, Textarea } from "smarthr-ui";
import { useState } from "react";
import { answer, api } from "~/api/client";
import { ConfirmButton } from "~/show/confirm";
import { useOptions } from "~/text/names";
import { useText, words } from "~/text/text";
import type { Claim } from "../ask";
import { rejectionReasons, type RejectionReason } from "../names";
import { useSend } from "./take";
import { Unfit } from "./unfit";

const text = words({
  action: { ja: "不承認にする", en: "Reject" },
  title: { ja: "請求を不承認にしますか", en: "Reject the claim?" },
  about: { ja: "保険金を支払わない決定です。理由は契約者への通知に載ります。", en: "Nothing is paid. The reasons stand in the notice to the claimant." },
  reasons: { ja: "不承認の理由（1つ以上）", en: "Reasons (one or more)" },
  note: { ja: "説明", en: "In words" },
  noteMissing: { ja: "「その他」のときは、説明を入力してください。", en: "Say in words what “other” is." },
  missing: { ja: "理由を1つ以上選んでください。", en: "Choose at least one reason." },
  done: { ja: "不承認にしました。", en: "Rejected." },
});

interface Props {
  claim: Claim;
  version: string | undefined;
  disabledReason: string | undefined;
}

export function Reject({ claim, version, disabledReason }: Props) {
  const t = useText(text);
  const options = useOptions()(rejectionReasons);
  const send = useSend(version);
  const [reasons, setReasons] = useState<RejectionReason[]>([]);
  const [note, setNote] = useState("");
  const toggle = (reason: RejectionReason, isOn: boolean) => setReasons(isOn ? [...reasons, reason] : reasons.filter((one) => one !== reason));
  const act = async () => {
    if (reasons.length === 0) throw new Unfit(t("missing"));
    if (reasons.includes("other") && !note.trim()) throw new Unfit(t("noteMissing"));
    const body = { reasons, note: note.trim() || null };
    await send(body, (header) => answer(api.POST("/api/claims/{id}/reject", { params: { path: { id: claim.id }, header }, body })), t("done"));
  };
  return (
    <ConfirmButton action={t("action")} title={t("title")} variant="danger" act={act} disabledReason={disabledReason}>
      <Stack gap={1}>
        <Text>{t("about")}</Text>
        <Fieldset legend={t("reasons")}>
          <div className="choices">
            {options.map(({ value, label }) => (
              <Checkbox key={value} checked={reasons.includes(value)} onChange={(event) => toggle(value, event.target.checked)}>{label}</Checkbox>
            ))}
          </div>
        </Fieldset>
        <FormControl label={t("note")}>
          <Textarea rows={3} width="100%" maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </FormControl>
      </Stack>
    </ConfirmButton>
  );
}
