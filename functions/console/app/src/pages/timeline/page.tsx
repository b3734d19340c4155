// タイムライン: what happened in the organization, who did it, and that it stands as it was sealed.
import { Button, Text } from "smarthr-ui";
import { Link } from "react-router";
import { useFilters } from "~/list/filters";
import { type Column, Records } from "~/list/records";
import { useMay } from "~/session/me";
import { Changes } from "~/show/changes";
import { useLabels } from "~/show/labels";
import { Page } from "~/show/page";
import { usePeople } from "~/show/people";
import { placeOf } from "~/show/place";
import { useWho } from "~/show/record-timeline";
import { WaitingRows } from "~/show/waiting";
import { dayInJapan, moment } from "~/text/format";
import { kinds, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { ExportButton } from "./export";
import { TimelineFilters } from "./filters";
import { usualPeriod, wrongPeriod } from "./period";
import type { Entry } from "./proof";
import { useSeals, useTimeline } from "./queries";
import { ProofState } from "./state";
import { ProofSummary } from "./summary";
import { nameOf, useVerifying } from "./verifying";
import "./timeline.css";

const text = words({
  title: { ja: "タイムライン", en: "Timeline" },
  at: { ja: "日時", en: "When" },
  who: { ja: "だれが", en: "Who" },
  operation: { ja: "操作", en: "Operation" },
  record: { ja: "対象", en: "Record" },
  changes: { ja: "変更した項目", en: "What changed" },
  proof: { ja: "封印・検証", en: "Proof" },
  only: { ja: "この記録だけ", en: "This record only" },
  onlyOf: { ja: "この記録だけを表示：{at} {operation}", en: "This record only: {at} {operation}" },
  none: { ja: "この条件に合う記録はありません。期間を広げるか、条件を外してください。", en: "Nothing happened that fits. Choose a longer period, or fewer conditions." },
});

export function TimelinePage() {
  const t = useText(text);
  const may = useMay();
  const usual = usualPeriod(dayInJapan());
  const [filters, set] = useFilters(["from", "to", "person", "operation", "record_kind", "record"]);
  const wanted = { ...filters, from: filters.from ?? usual.from, to: filters.to ?? usual.to };
  const isRight = wrongPeriod(wanted.from, wanted.to) === undefined;
  const found = useTimeline(wanted, isRight);
  const seals = useSeals();
  const verifying = useVerifying(seals.data);
  // What entries are told with comes before them, all asked for at once: rows that fill up later would move under the pointer.
  const isTold = ![seals, usePeople(), useLabels()].some(({ isPending }) => isPending);
  const entries = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns(verifying, (entry) => set({ record: entry.record_id, record_kind: entry.record_kind }));
  return (
    <Page title={t("title")} actions={may("administrator") && <ExportButton from={wanted.from} to={wanted.to} />}>
      <TimelineFilters wanted={wanted} set={set} />
      <ProofSummary entries={entries} verdicts={verifying.verdicts} verifyAll={verifying.verifyAll} />
      {isRight && !isTold && <WaitingRows />}
      {isRight && isTold && <Records found={found} columns={columns} idOf={nameOf} name={t("title")} empty={<Text>{t("none")}</Text>} />}
    </Page>
  );
}

function useColumns({ verdicts, verify }: ReturnType<typeof useVerifying>, only: (entry: Entry) => void): Column<Entry>[] {
  const t = useText(text);
  const locale = useLocale();
  const who = useWho();
  const seals = useSeals();
  const onlyButton = (entry: Entry) => (
    <Button size="s" variant="text" aria-label={t("onlyOf", { at: moment(entry.at), operation: entry.operation_label[locale] })} onClick={() => only(entry)}>{t("only")}</Button>
  );
  return [
    { key: "at", title: t("at"), show: (entry) => <span className="timeline-at">{moment(entry.at)}</span> },
    { key: "who", title: t("who"), show: (entry) => <span className="timeline-who">{who(entry)}</span> },
    { key: "operation", title: t("operation"), show: (entry) => <span className="timeline-operation">{entry.operation_label[locale]}</span> },
    { key: "record", title: t("record"), show: (entry) => <span className="timeline-record"><Target entry={entry} />{onlyButton(entry)}</span> },
    { key: "changes", title: t("changes"), show: (entry) => <Changes kind={entry.record_kind} changes={entry.changes} isFirst={entry.sequence === 1} /> },
    {
      key: "proof",
      title: t("proof"),
      show: (entry) => <ProofState entry={entry} seals={seals.data} verdict={verdicts[nameOf(entry)]} verify={() => void verify(entry)} />,
    },
  ];
}

function Target({ entry }: { entry: Entry }) {
  const name = useName();
  const may = useMay();
  const account = entry.record_kind === "account" && may("administrator") ? `/accounts/${entry.record_id}` : undefined;
  const place = account ?? placeOf(entry.record_id);
  const said = name(kinds, entry.record_kind);
  return place ? <Link to={place}>{said}</Link> : <span>{said}</span>;
}
