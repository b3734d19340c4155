// Where a claim stands, and by when it is to be paid.
import { Cluster, StatusLabel, Text } from "smarthr-ui";
import type { ComponentProps } from "react";
import { dayInJapan, useFormat } from "~/text/format";
import { claimStates, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { isOverdue } from "./due";
import type { ClaimState } from "./names";

const text = words({
  overdue: { ja: "期限超過", en: "Overdue" },
  none: { ja: "－", en: "–" },
});

const looks: Record<ClaimState, ComponentProps<typeof StatusLabel>["type"]> = {
  draft: "grey",
  submitted: "blue",
  under_assessment: "blue",
  assessed: "blue",
  returned: "warning",
  approved: "green",
  rejected: "red",
  paid: "green",
  payment_failed: "error",
  withdrawn: "grey",
  reopened: "blue",
};

export function StateLabel({ state }: { state: ClaimState }) {
  const name = useName();
  return <StatusLabel type={looks[state]}>{name(claimStates, state)}</StatusLabel>;
}

/** 支払期限; that it has passed is said in words, not by colour alone. */
export function DueDay({ claim, isShort = false }: { claim: { state: ClaimState; due_on?: string | null }; isShort?: boolean }) {
  const t = useText(text);
  const { day, shortDay } = useFormat();
  if (!claim.due_on) return <Text>{t("none")}</Text>;
  return (
    <Cluster gap={0.5} align="center" inline>
      <Text>{isShort ? shortDay(claim.due_on) : day(claim.due_on)}</Text>
      {isOverdue(claim, dayInJapan()) && <StatusLabel type="error">{t("overdue")}</StatusLabel>}
    </Cluster>
  );
}
