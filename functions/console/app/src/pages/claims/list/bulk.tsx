// What can be done to all chosen claims: labels on and off, somebody to see them through. Says how far it is, and can be undone.
import { useMutation } from "@tanstack/react-query";
import { ActionDialog, Base, Button, Cluster, FormControl, Select, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { answer, api, idempotencyKey } from "~/api/client";
import { Failure, useReason } from "~/show/failure";
import { useLabels } from "~/show/labels";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { type ClaimItem, useAssignees, useClaimsChanged } from "../ask";
import { type Call, calls, type Change, changing, undoing } from "./plan";

const text = words({
  chosen: { ja: "{count}件を選択中", en: "{count} chosen" },
  attach: { ja: "ラベルを付ける", en: "Attach a label" },
  detach: { ja: "ラベルを外す", en: "Take off a label" },
  assign: { ja: "担当者を決める", en: "Assign" },
  clear: { ja: "選択を解除", en: "Choose none" },
  title: { ja: "{what}（{count}件）", en: "{what} ({count})" },
  label: { ja: "ラベル", en: "Label" },
  assignee: { ja: "担当者", en: "Assignee" },
  nobody: { ja: "担当者なし", en: "Nobody" },
  noLabels: { ja: "ラベルはまだありません。マスタ管理 > ラベル で登録できます。", en: "There are no labels yet. They are made under Master data > Labels." },
  same: { ja: "変更の必要な請求はありません。", en: "All of them are so already." },
  changes: { ja: "{count}件が変わります。", en: "{count, plural, one {# claim changes} other {# claims change}}." },
  going: { ja: "{total}件中{done}件まで済みました", en: "{done} of {total} done" },
  done: { ja: "{count}件を変更しました。", en: "{count, plural, one {# claim} other {# claims}} changed." },
  undone: { ja: "元に戻しました。", en: "Undone." },
  cancel: { ja: "キャンセル", en: "Cancel" },
  partly: { ja: "{done}件を変更したところで止まりました。残りは変わっていません。", en: "It stopped after {done}; the rest is as it was." },
});

type Kind = Change["kind"];

export function Bulk({ chosen, clear }: { chosen: ClaimItem[]; clear: () => void }) {
  const t = useText(text);
  const [kind, setKind] = useState<Kind>();
  return (
    <>
      <Base padding={0.75} className="bulk">
        <Cluster gap={0.5} align="center">
          <Text weight="bold" aria-live="polite">{t("chosen", { count: chosen.length })}</Text>
          <Button size="s" onClick={() => setKind("attach")}>{t("attach")}</Button>
          <Button size="s" onClick={() => setKind("detach")}>{t("detach")}</Button>
          <Button size="s" onClick={() => setKind("assign")}>{t("assign")}</Button>
          <Button size="s" variant="text" onClick={clear}>{t("clear")}</Button>
        </Cluster>
      </Base>
      {kind && <BulkDialog kind={kind} chosen={chosen} close={() => setKind(undefined)} />}
    </>
  );
}

function BulkDialog({ kind, chosen, close }: { kind: Kind; chosen: ClaimItem[]; close: () => void }) {
  const t = useText(text);
  const [value, setValue] = useState("");
  const { run, done, asked } = useBulk(close);
  const choices = useChoices(kind, chosen);
  const change: Change = kind === "assign" ? { kind, assignee: value || null } : { kind, label: value };
  const count = changing(chosen, change).length;
  const isReady = kind === "assign" || value !== "";
  return (
    <ActionDialog
      isOpen
      title={t("title", { what: t(kind), count: chosen.length })}
      actionText={t(kind)}
      actionDisabled={!isReady || count === 0 || asked.isPending}
      closeDisabled={asked.isPending}
      onClickAction={() => run(chosen, change)}
      onClickClose={close}
      onPressEscape={close}
      decorators={{ closeButtonLabel: () => t("cancel") }}
    >
      <Stack gap={1} className="dialog">
        {kind !== "assign" && choices.length === 0 ? <Text>{t("noLabels")}</Text> : (
          <FormControl label={t(kind === "assign" ? "assignee" : "label")}>
            <Select options={choices} value={value} hasBlank={kind !== "assign"} onChangeValue={setValue} width="100%" />
          </FormControl>
        )}
        <div aria-live="polite">
          {asked.isPending && <Text>{t("going", { done, total: count })}</Text>}
          {!asked.isPending && isReady && <Text>{count === 0 ? t("same") : t("changes", { count })}</Text>}
        </div>
        {asked.isPending && <progress className="bulk-progress" max={count} value={done} aria-label={t("going", { done, total: count })} />}
        {asked.isError && done > 0 && <Text>{t("partly", { done })}</Text>}
        {asked.isError && <Failure error={asked.error} />}
      </Stack>
    </ActionDialog>
  );
}

function useChoices(kind: Kind, chosen: ClaimItem[]): { value: string; label: string }[] {
  const t = useText(text);
  const labels = useLabels().data ?? [];
  const people = useAssignees().data ?? [];
  if (kind === "assign") return [{ value: "", label: t("nobody") }, ...people.map((person) => ({ value: person.id, label: person.name }))];
  const offered = kind === "detach" ? labels.filter((label) => chosen.some((claim) => claim.labels.includes(label.id))) : labels;
  return offered.map((label) => ({ value: label.id, label: label.name }));
}

function useBulk(close: () => void) {
  const t = useText(text);
  const tell = useTell();
  const reason = useReason();
  const changed = useClaimsChanged();
  const [done, setDone] = useState(0);
  const asked = useMutation({
    mutationFn: async ({ before, change }: { before: ClaimItem[]; change: Change }) => {
      const changedIds = new Set<string>();
      setDone(0);
      try {
        for (const call of calls(before, change)) {
          await send(call);
          for (const id of call.records) changedIds.add(id);
          setDone(changedIds.size);
        }
      } finally {
        await changed();
      }
      return changedIds;
    },
    onSuccess: (changedIds, { before, change }) => {
      close();
      const undo = async () => {
        try {
          for (const call of undoing(before, change, changedIds)) await send(call);
          tell({ kind: "success", said: t("undone") });
        } catch (error) {
          tell({ kind: "error", said: reason(error) });
        }
        await changed();
      };
      tell({ kind: "success", said: t("done", { count: changedIds.size }), undo: () => void undo() });
    },
  });
  return { run: (before: ClaimItem[], change: Change) => asked.mutate({ before, change }), done, asked };
}

function send({ change, records }: Call): Promise<unknown> {
  // A call whose answer was lost changes nothing when it is sent again: labels and people are set, not counted.
  const params = { header: { "Idempotency-Key": idempotencyKey() } };
  if (change.kind === "assign") return answer(api.POST("/api/claims/assign", { params, body: { records, assignee: change.assignee } }));
  const body = { collection: "claims" as const, records, label: change.label };
  return answer(change.kind === "attach" ? api.POST("/api/labels/attach", { params, body }) : api.POST("/api/labels/detach", { params, body }));
}
