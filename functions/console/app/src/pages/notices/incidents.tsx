// 障害の経過: each incident that the organization was told of, with all its reports.
import { Base, Button, Center, Cluster, Heading, Section, Stack, StatusLabel, Text, Timeline, TimelineItem } from "smarthr-ui";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { answer, api } from "~/api/client";
import { useRecords } from "~/list/records";
import { Fact, Facts } from "~/show/facts";
import { Failure } from "~/show/failure";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { useFormat } from "~/text/format";
import { useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { type IncidentView, incidentStates, reportStages, severities } from "./kinds";

const text = words({
  title: { ja: "障害の経過", en: "Incidents" },
  above: { ja: "お知らせ", en: "Notices" },
  severity: { ja: "影響度 {severity}", en: "Severity: {severity}" },
  occurred: { ja: "発生日時", en: "Began" },
  due: { ja: "第一報の期限", en: "First report due" },
  sent: { ja: "第一報の送信", en: "First report sent" },
  sentAt: { ja: "{at}（{punctuality}）", en: "{at} ({punctuality})" },
  waiting: { ja: "送信待ち", en: "Not yet" },
  met: { ja: "期限内", en: "in time" },
  missed: { ja: "期限超過", en: "late" },
  more: { ja: "続きを表示", en: "Show more" },
  empty: { ja: "お知らせした障害はありません。", en: "There has been no incident to tell you of." },
});

const PAGE = 20;

export function Incidents() {
  const t = useText(text);
  const { hash } = useLocation();
  const found = useRecords<IncidentView>(["incidents"], (cursor) => answer(api.GET("/api/incidents", { params: { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } } })));
  const incidents = found.data?.pages.flatMap((page) => page.items) ?? [];
  const isThere = incidents.length > 0;
  useEffect(() => {
    if (isThere && hash) document.getElementById(hash.slice(1))?.focus();
  }, [isThere, hash]);
  return (
    <Page title={t("title")} above={{ to: "/notices", name: t("above") }}>
      {found.isPending && <WaitingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && !isThere && <Base padding={2}><Center><Text>{t("empty")}</Text></Center></Base>}
      {incidents.map((incident) => (
        <Incident key={incident.id} incident={incident} />
      ))}
      {found.hasNextPage && <div><Button size="s" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button></div>}
    </Page>
  );
}

function Incident({ incident }: { incident: IncidentView }) {
  const t = useText(text);
  const locale = useLocale();
  const name = useName();
  const { moment } = useFormat();
  const { first_report_sent_at: sent, punctuality } = incident;
  return (
    <Section id={incident.id} tabIndex={-1} className="told">
      <Stack gap={0.75}>
        <Heading type="blockTitle">{incident.title[locale]}</Heading>
        <Cluster gap={0.5}>
          <StatusLabel type={incident.state === "open" ? "warning" : "grey"}>{name(incidentStates, incident.state)}</StatusLabel>
          <StatusLabel type={incident.severity === "minor" ? "grey" : "red"}>{t("severity", { severity: name(severities, incident.severity) })}</StatusLabel>
        </Cluster>
        <Facts columns={3}>
          <Fact term={t("occurred")}>{moment(incident.occurred_at)}</Fact>
          <Fact term={t("due")}>{moment(incident.first_report_due_at)}</Fact>
          <Fact term={t("sent")}>{!sent ? t("waiting") : (punctuality ? t("sentAt", { at: moment(sent), punctuality: t(punctuality) }) : moment(sent))}</Fact>
        </Facts>
        <Base padding={1.25}>
          <Timeline>
            {incident.reports.map((report) => (
              <TimelineItem key={`${report.stage} ${report.written_at}`} datetime={report.written_at} dateLabel={moment(report.written_at)} timeFormat="none">
                <Stack gap={0.25}>
                  <Text weight="bold">{name(reportStages, report.stage)}</Text>
                  <Text as="p" className="written">{report.text[locale]}</Text>
                </Stack>
              </TimelineItem>
            ))}
          </Timeline>
        </Base>
      </Stack>
    </Section>
  );
}
