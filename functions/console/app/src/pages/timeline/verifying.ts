// Verifying entries one by one or all that are shown, and what came of it.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { answer, api } from "~/api/client";
import { asProblem } from "~/api/problem";
import type { components } from "~/api/schema";
import { type Entry, type Fault, fault } from "./proof";
import { publicKey } from "./queries";
import { sealState } from "./seals";

type Seal = components["schemas"]["Seal"];

/** What a verification came to. */
export type Verdict =
  | { kind: "checking" }
  | { kind: "verified"; sealedAt: string; number: number }
  | { kind: "waiting" }
  | { kind: "broken"; fault: Fault | "altered" }
  | { kind: "failed"; error: unknown };

/** An entry's name among the verdicts. */
export const nameOf = (entry: Entry): string => `${entry.record_kind} ${entry.record_id} ${entry.sequence}`;

/** How many are asked for at once. */
const AT_ONCE = 4;

export function useVerifying(seals: readonly Seal[] | undefined) {
  const known = useQueryClient();
  const [verdicts, setVerdicts] = useState<Record<string, Verdict>>({});
  const verify = useCallback(
    async (entry: Entry) => {
      const tell = (verdict: Verdict) => setVerdicts((all) => ({ ...all, [nameOf(entry)]: verdict }));
      // What no seal reaches yet has no proof to ask for.
      if (seals && sealState(entry.at, seals).kind === "waiting") return tell({ kind: "waiting" });
      tell({ kind: "checking" });
      tell(await verdictOn(entry, () => known.ensureQueryData({ queryKey: ["timeline-key"], queryFn: publicKey })));
    },
    [known, seals],
  );
  const verifyAll = useCallback(
    async (entries: readonly Entry[]) => {
      const waiting = [...entries];
      const work = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await verify(next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
    [verify],
  );
  return { verdicts, verify, verifyAll };
}

async function verdictOn(entry: Entry, askKey: () => ReturnType<typeof publicKey>): Promise<Verdict> {
  const { record_kind, record_id, sequence } = entry;
  try {
    const query = { record_kind, record_id, sequence };
    const [proof, key] = await Promise.all([answer(api.GET("/api/timeline/proof", { params: { query } })), askKey()]);
    const found = await fault(entry, proof, key);
    if (found) return { kind: "broken", fault: found };
    return { kind: "verified", sealedAt: proof.seal.seal.at, number: proof.seal.seal.number };
  } catch (error) {
    const { code } = asProblem(error);
    if (code === "timeline_not_sealed_yet") return { kind: "waiting" };
    if (code === "timeline_entry_altered") return { kind: "broken", fault: "altered" };
    return { kind: "failed", error };
  }
}
