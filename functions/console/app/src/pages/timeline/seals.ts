// Which seal holds an entry, as far as the times tell; the proof itself tells for sure.
import type { components } from "~/api/schema";

type Seal = Pick<components["schemas"]["Seal"], "at" | "through">;

/** `waiting`: no seal looked that far yet. `sealed`: at that time, or earlier than all seals that are at hand. */
export type SealState = { kind: "waiting" } | { kind: "sealed"; at: string | undefined };

/** The state of an entry among the latest seals, newest first. */
export function sealState(at: string, seals: readonly Seal[]): SealState {
  const time = Date.parse(at);
  const holding = seals.filter((seal) => Date.parse(seal.through) >= time);
  const earliest = holding.at(-1);
  if (!earliest) return { kind: "waiting" };
  // Beyond the oldest at hand, an earlier one may hold it.
  return { kind: "sealed", at: holding.length === seals.length && seals.length > 1 ? undefined : earliest.at };
}
