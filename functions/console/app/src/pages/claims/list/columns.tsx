// The columns of the list, and which of them somebody chose.
import { Text } from "smarthr-ui";
import { useState } from "react";
import { Link } from "react-router";
import type { Column } from "~/list/records";
import { LabelTags } from "~/show/labels";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { type ClaimItem, useProducts } from "../ask";
import { DueDay, StateLabel } from "../state";
import { chosenColumns, type ColumnKey, keepColumns, MANDATORY } from "./chosen";

const text = words({
  policy: { ja: "証券番号", en: "Policy" },
  state: { ja: "状態", en: "State" },
  policyholder: { ja: "契約者", en: "Policyholder" },
  animal: { ja: "動物", en: "Animal" },
  product: { ja: "商品", en: "Product" },
  claimed: { ja: "請求額", en: "Claimed" },
  approved: { ja: "承認額", en: "Approved" },
  paid: { ja: "支払額", en: "Paid" },
  received: { ja: "受付日", en: "Received" },
  due: { ja: "支払期限", en: "Due" },
  assignee: { ja: "担当者", en: "Assignee" },
  labels: { ja: "ラベル", en: "Labels" },
  created: { ja: "登録", en: "Entered" },
  updated: { ja: "更新", en: "Changed" },
  none: { ja: "－", en: "–" },
});

/** All columns in their order, and those that are shown. */
export function useColumns() {
  const t = useText(text);
  const { yen, shortDay, moment } = useFormat();
  const products = useProducts();
  const [chosen, setChosen] = useState(chosenColumns);
  const none = t("none");
  const money = (amount: number | null | undefined) => (typeof amount === "number" ? yen(amount) : none);
  const day = (said: string | null | undefined) => (said ? shortDay(said) : none);
  const productName = (id: string | null | undefined) => products.data?.find((product) => product.id === id)?.terms.name ?? none;
  const column = (key: ColumnKey, show: Column<ClaimItem>["show"], align?: "right"): Column<ClaimItem> & { key: ColumnKey } => ({ key, title: t(key), show, ...(align && { align }) });
  const all = [
    column("policy", (claim) => <Link to={`/claims/${claim.id}`}>{claim.names.policy_number}</Link>),
    column("state", (claim) => <StateLabel state={claim.state} />),
    column("policyholder", (claim) => <Text>{claim.names.policyholder_name}</Text>),
    column("animal", (claim) => <Text>{claim.names.animal_name}</Text>),
    column("product", (claim) => productName(claim.product)),
    column("claimed", (claim) => money(claim.claimed_yen), "right"),
    column("approved", (claim) => money(claim.approved_yen), "right"),
    column("paid", (claim) => money(claim.paid_yen || null), "right"),
    column("received", (claim) => day(claim.received_on)),
    column("due", (claim) => <DueDay claim={claim} isShort />),
    column("assignee", (claim) => claim.names.assignee?.name ?? none),
    column("labels", (claim) => (claim.labels.length > 0 ? <LabelTags ids={claim.labels} /> : none)),
    column("created", (claim) => moment(claim.created_at)),
    column("updated", (claim) => moment(claim.updated_at)),
  ];
  const choose = (keys: ColumnKey[]) => {
    keepColumns(keys);
    setChosen(keys);
  };
  return { all, shown: all.filter((one) => one.key === MANDATORY || chosen.includes(one.key)), chosen, choose };
}
