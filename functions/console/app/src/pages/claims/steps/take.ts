// Takes a step of a claim. It holds only for the version that was looked at: what somebody else changed meanwhile is shown first.
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { asProblem } from "~/api/problem";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { useClaimsChanged } from "../ask";

const text = words({
  changed: {
    ja: "ほかの人がこの請求を先に変更しました。今の内容を表示しました。確かめてから、もう一度手続きをしてください。",
    en: "Somebody else changed this claim first. It is shown as it is now; look at it, and take the step again.",
  },
});

/** That the claim isn't where it was when it was looked at: another version, or a state that forbids the step that was offered. */
const isOvertaken = (error: unknown): boolean => asProblem(error).isStale || asProblem(error).code === "claim_state_forbids";

/**
 * Sends something about a claim under its version, and says whether it was done; where that was overtaken, the claim is shown anew and it
 * is said so. What was entered is kept until it is done.
 */
export function useSend(version: string | undefined) {
  const t = useText(text);
  const tell = useTell();
  const changed = useClaimsChanged();
  const once = useOnce();
  return async (contents: unknown, send: (header: { "Idempotency-Key": string; "If-Match"?: string }) => Promise<unknown>, said: string) => {
    try {
      await send({ ...once([contents, version]), ...(version && { "If-Match": version }) });
      tell({ kind: "success", said });
      await changed();
      return true;
    } catch (error) {
      // A dialog that stays open would show what isn't so any more; what else is refused is said in it.
      if (!isOvertaken(error)) throw error;
      tell({ kind: "error", said: t("changed") });
      await changed();
      return false;
    }
  };
}

type Plain = "submit" | "approve" | "pay" | "fail" | "recover" | "withdraw" | "reopen";

/** The steps that need nothing but the claim. */
export function useStep(id: string, version: string | undefined) {
  const send = useSend(version);
  return (step: Plain, said: string) =>
    send(step, (header) => {
      const params = { path: { id }, header };
      const steps = {
        submit: () => api.POST("/api/claims/{id}/submit", { params }),
        approve: () => api.POST("/api/claims/{id}/approve", { params }),
        pay: () => api.POST("/api/claims/{id}/pay", { params }),
        fail: () => api.POST("/api/claims/{id}/fail-payment", { params }),
        recover: () => api.POST("/api/claims/{id}/record-recovery", { params }),
        withdraw: () => api.POST("/api/claims/{id}/withdraw", { params }),
        reopen: () => api.POST("/api/claims/{id}/reopen", { params }),
      };
      return answer(steps[step]());
    }, said);
}
