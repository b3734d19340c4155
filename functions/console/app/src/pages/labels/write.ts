// Writing to the labels, which several administrators may do at once.
import { useQueryClient } from "@tanstack/react-query";
import { asProblem } from "~/api/problem";
import { LABELS } from "~/show/labels";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";

const text = words({
  gone: { ja: "このラベルはすでに削除されています。", en: "The label has been deleted already." },
});

/** Waits for a call and shows what has become of the labels; where somebody else was faster, the next try is made against that. */
export function useLabelWrite(): (call: Promise<unknown>) => Promise<void> {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  return async (call) => {
    try {
      await call;
    } catch (failed) {
      const problem = asProblem(failed);
      // The window goes with the row of its label: what is wrong is said where it stays.
      if (problem.status === 404) tell({ kind: "error", said: t("gone") });
      throw problem;
    } finally {
      await known.invalidateQueries({ queryKey: LABELS });
    }
  };
}
