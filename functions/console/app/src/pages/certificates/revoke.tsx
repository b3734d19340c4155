// Revoking a certificate, from the next request on.
import { useQueryClient } from "@tanstack/react-query";
import { FormControl, Input, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { answer, api } from "~/api/client";
import { Problem } from "~/api/problem";
import type { CertificateView } from "~/certificate/standing";
import { ConfirmButton } from "~/show/confirm";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { CERTIFICATES } from "./known";

const text = words({
  revoke: { ja: "失効", en: "Revoke" },
  title: { ja: "証明書の失効", en: "Revoke the certificate" },
  ask: {
    ja: "「{name}」は次の操作から使えなくなります。元に戻せません。端末をなくしたときや、利用者が退職したときに失効させてください。",
    en: "“{name}” is worth nothing from the next request on. This can't be undone. Do so when its machine is lost or its owner has left.",
  },
  current: {
    ja: "今のログインに使っている証明書です。失効させると、このログインでは何もできなくなります。",
    en: "You are signed in with this certificate: nothing can be done in this session once it is revoked.",
  },
  reason: { ja: "失効理由", en: "Reason" },
  example: { ja: "例：端末の紛失", en: "Such as: the machine is lost" },
  missing: { ja: "失効理由を入力してください。", en: "Give a reason." },
  done: { ja: "「{name}」を失効させました。", en: "“{name}” has been revoked." },
});

const LONGEST_REASON = 200;

export function RevokeButton({ certificate: { id, name, current } }: { certificate: CertificateView }) {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const [reason, setReason] = useState("");
  const revoke = async () => {
    if (!reason.trim()) throw new Problem(422, { title: t("missing"), code: "field_missing" });
    await answer(api.POST("/api/certificates/{id}/revoke", { params: { path: { id } }, body: { reason: reason.trim() } }));
    tell({ kind: "success", said: t("done", { name }) });
    await known.invalidateQueries({ queryKey: CERTIFICATES });
  };
  return (
    <ConfirmButton action={t("revoke")} title={t("title")} act={revoke} variant="danger" size="s">
      <Stack gap={1}>
        <Text>{t("ask", { name })}</Text>
        {current && <Text weight="bold">{t("current")}</Text>}
        <FormControl label={t("reason")} exampleMessage={t("example")}>
          <Input name="reason" value={reason} maxLength={LONGEST_REASON} width="100%" aria-required onChange={(event) => setReason(event.target.value)} />
        </FormControl>
      </Stack>
    </ConfirmButton>
  );
}
