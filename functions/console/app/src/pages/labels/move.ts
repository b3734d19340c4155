// Moving a label: shown at once, written then, and put back where it failed.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, versioned } from "~/api/client";
import { asProblem } from "~/api/problem";
import { LABELS, type Label } from "~/show/labels";
import { useReason } from "~/show/failure";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { moved, ordersFor } from "./order";

const text = words({
  moved: { ja: "ラベル「{name}」を移動しました。", en: "The label “{name}” was moved." },
  stale: { ja: "ほかの人が先にラベルを変更しました。今の並びを表示します。もう一度お試しください。", en: "Somebody else changed the labels first. This is how they are now; please try again." },
});

interface Move {
  from: number;
  to: number;
  sequence: Label[];
}

export function useMove(labels: Label[], version: string | undefined) {
  const t = useText(text);
  const tell = useTell();
  const reason = useReason();
  const known = useQueryClient();
  const [wanted, setWanted] = useState<Label[]>();
  const writing = useMutation({
    mutationFn: ({ sequence, to }: Move) => write(sequence, to, version),
    onSettled: async () => {
      await known.invalidateQueries({ queryKey: LABELS });
      setWanted(undefined);
    },
    onSuccess: (_, { sequence, to }) => tell({ kind: "success", said: t("moved", { name: sequence[to]?.name }) }),
    onError: (error) => tell({ kind: "error", said: asProblem(error).isStale ? t("stale") : reason(error) }),
  });
  const sequence = wanted ?? labels;
  const move = (from: number, to: number) => {
    if (from === to || from < 0 || to < 0 || to >= sequence.length) return;
    const after = moved(sequence, from, to);
    setWanted(after);
    writing.mutate({ from, to, sequence: after });
  };
  return { sequence, move, isBusy: writing.isPending };
}

// One after the other, each at the version that the one before left: whoever else moves labels at the same time isn't overrun.
async function write(sequence: Label[], place: number, version: string | undefined): Promise<void> {
  let at = version;
  for (const { id, order } of ordersFor(sequence, place)) {
    const label = sequence.find((one) => one.id === id);
    if (!label) continue;
    const body = { name: label.name, colour: label.colour, order };
    const written = await versioned(api.PUT("/api/labels/{id}", { params: { path: { id }, header: at ? { "If-Match": at } : {} }, body }));
    at = written.version;
  }
}
