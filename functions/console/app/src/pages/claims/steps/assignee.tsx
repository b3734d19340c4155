// Who sees a claim through (担当者); whoever may changes it, and can undo it.
import { useMutation } from "@tanstack/react-query";
import { Cluster, Select, Text } from "smarthr-ui";
import { answer, api, idempotencyKey } from "~/api/client";
import { useMay } from "~/session/me";
import { useReason } from "~/show/failure";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { type Claim, useAssignees, useClaimsChanged } from "../ask";

const text = words({
  assignee: { ja: "担当者", en: "Assignee" },
  nobody: { ja: "担当者なし", en: "Nobody" },
  done: { ja: "担当者を{name}にしました。", en: "Assigned to {name}." },
});

export function AssigneeChoice({ claim, version }: { claim: Claim; version: string | undefined }) {
  const t = useText(text);
  const may = useMay();
  const people = useAssignees().data ?? [];
  const { assign, isBusy } = useAssign(claim.id);
  const now = claim.assignee ?? null;
  const named = claim.names?.assignee;
  if (!may("clerk")) return <Text>{named?.name ?? t("nobody")}</Text>;
  const known = people.map((person) => ({ value: person.id, label: person.name }));
  // Somebody who can't be chosen any more still sees it through.
  const gone = named && !people.some((person) => person.id === named.id) ? [{ value: named.id, label: named.name }] : [];
  const options = [{ value: "", label: t("nobody") }, ...gone, ...known];
  return (
    <Cluster gap={0.5} align="center">
      <Select aria-label={t("assignee")} size="s" options={options} value={now ?? ""} disabled={isBusy} onChangeValue={(to) => assign({ to: to || null, from: now, version, name: options.find((one) => one.value === to)?.label ?? "" })} />
    </Cluster>
  );
}

interface Wanted {
  to: string | null;
  from: string | null;
  version: string | undefined;
  name: string;
}

function useAssign(id: string) {
  const t = useText(text);
  const tell = useTell();
  const reason = useReason();
  const changed = useClaimsChanged();
  const send = (assignee: string | null, version: string | undefined) => {
    const header = { "Idempotency-Key": idempotencyKey(), ...(version && { "If-Match": version }) };
    return answer(api.POST("/api/claims/{id}/assign", { params: { path: { id }, header }, body: { assignee } }));
  };
  const asked = useMutation({
    mutationFn: ({ to, version }: Wanted) => send(to, version),
    onSuccess: async (_, { from, name }) => {
      const undo = () => void send(from, undefined).then(changed, (error: unknown) => tell({ kind: "error", said: reason(error) }));
      tell({ kind: "success", said: t("done", { name }), undo });
      await changed();
    },
    onError: async (error) => {
      tell({ kind: "error", said: reason(error) });
      await changed();
    },
  });
  return { assign: (wanted: Wanted) => asked.mutate(wanted), isBusy: asked.isPending };
}
