// お知らせ: what the organization was told, those not read first; opening one marks it as read.
import { useQueryClient } from "@tanstack/react-query";
import { AccordionPanel, AccordionPanelContent, AccordionPanelItem, AccordionPanelTrigger, AnchorButton, Base, Button, Center, Cluster, Stack, StatusLabel, Text } from "smarthr-ui";
import { useState } from "react";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import { useRecords } from "~/list/records";
import { ME } from "~/session/me";
import { Failure } from "~/show/failure";
import { useTell } from "~/show/notice";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { useFormat } from "~/text/format";
import { useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { type NoticeView, noticeKinds, reportStages, unreadFirst } from "./kinds";

const text = words({
  title: { ja: "お知らせ", en: "Notices" },
  incidents: { ja: "障害の経過", en: "Incidents" },
  unread: { ja: "未読", en: "Unread" },
  readAll: { ja: "すべて既読にする", en: "Mark all as read" },
  done: { ja: "すべて既読にしました。", en: "All are marked as read." },
  failed: { ja: "一部を既読にできませんでした。もう一度お試しください。", en: "Some couldn't be marked. Please try again." },
  incident: { ja: "障害 {stage}", en: "Incident: {stage}" },
  effective: { ja: "適用日時：{at}", en: "Takes effect: {at}" },
  course: { ja: "この障害の経過を見る", en: "See the whole course" },
  more: { ja: "続きを表示", en: "Show more" },
  empty: { ja: "お知らせはまだありません。変更、メンテナンス、障害の報告が届くと、ここに表示されます。", en: "None yet. Changes, maintenance and reports of incidents show up here." },
});

const NOTICES = ["notices"] as const;
const PAGE = 50;

export function NoticeList() {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const found = useRecords<NoticeView>(NOTICES, (cursor) => answer(api.GET("/api/notices", { params: { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } } })));
  // Read since the list was asked for: it keeps its order until one comes back to it.
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const notices = unreadFirst(found.data?.pages.flatMap((page) => page.items) ?? []);
  const isUnread = (notice: NoticeView) => !notice.read && !read.has(notice.id);
  const mark = async (marked: NoticeView[]) => {
    const done = await Promise.allSettled(marked.map(({ id }) => answer(api.PUT("/api/notices/{id}/read", { params: { path: { id } } }))));
    setRead((before) => new Set([...before, ...marked.filter((_, place) => done[place]?.status === "fulfilled").map(({ id }) => id)]));
    await known.invalidateQueries({ queryKey: ME });
    return done.every(({ status }) => status === "fulfilled");
  };
  const markAll = async () => tell((await mark(notices.filter(isUnread))) ? { kind: "success", said: t("done") } : { kind: "error", said: t("failed") });
  const opened = (ids: string[]) => void mark(notices.filter((notice) => ids.includes(notice.id) && isUnread(notice)));
  const actions = (
    <>
      <AnchorButton elementAs={Link} to="/notices/incidents">{t("incidents")}</AnchorButton>
      {notices.some(isUnread) && <Button onClick={() => void markAll()}>{t("readAll")}</Button>}
    </>
  );
  return (
    <Page title={t("title")} actions={actions}>
      {found.isPending && <WaitingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && notices.length === 0 && <Base padding={2}><Center><Text>{t("empty")}</Text></Center></Base>}
      {notices.length > 0 && (
        <Base>
          <AccordionPanel expandableMultiply onClick={opened}>
            {notices.map((notice) => (
              <Notice key={notice.id} notice={notice} isUnread={isUnread(notice)} />
            ))}
          </AccordionPanel>
        </Base>
      )}
      {found.hasNextPage && <div><Button size="s" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button></div>}
    </Page>
  );
}

function Notice({ notice: { id, source, title, text: content, sent_at }, isUnread }: { notice: NoticeView; isUnread: boolean }) {
  const t = useText(text);
  const locale = useLocale();
  const name = useName();
  const { moment } = useFormat();
  const isIncident = source.from === "incident";
  return (
    <AccordionPanelItem name={id}>
      <AccordionPanelTrigger>
        <Stack gap={0.25} as="span">
          <Cluster gap={0.5} align="center" as="span">
            {isUnread && <StatusLabel type="blue" bold>{t("unread")}</StatusLabel>}
            <StatusLabel type={isIncident ? "red" : "grey"}>{isIncident ? t("incident", { stage: name(reportStages, source.stage) }) : name(noticeKinds, source.kind)}</StatusLabel>
            <Text size="S" color="TEXT_GREY">{moment(sent_at)}</Text>
          </Cluster>
          <Text weight={isUnread ? "bold" : "normal"}>{title[locale]}</Text>
        </Stack>
      </AccordionPanelTrigger>
      <AccordionPanelContent>
        <Stack gap={1} className="notice">
          {!isIncident && source.effective_at && <Text weight="bold">{t("effective", { at: moment(source.effective_at) })}</Text>}
          <Text as="p" className="written">{content[locale]}</Text>
          {isIncident && <Link to={`/notices/incidents#${source.incident}`}>{t("course")}</Link>}
        </Stack>
      </AccordionPanelContent>
    </AccordionPanelItem>
  );
}
