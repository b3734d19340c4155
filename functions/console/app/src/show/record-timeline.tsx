// The timeline of one record: who did what and when, and what changed; the newest first, older ones on demand.
//
//   <RecordTimeline collection="claims" id={claim.id} />
//       a section with its heading. Kept under the query key `[collection, id, "timeline"]`: whoever changes the record says
//       `queries.invalidateQueries({ queryKey: [collection] })`, and it is asked for anew.
import { Button, Heading, Section, Stack, Text, Timeline, TimelineItem } from "smarthr-ui";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { useRecords } from "~/list/records";
import { moment } from "~/text/format";
import { useLocale, useText, words } from "~/text/text";
import { Changes } from "./changes";
import { Failure } from "./failure";
import { WaitingRows } from "./waiting";
import "./record-timeline.css";

export type Entry = components["schemas"]["EntryView"];
/** The records that have a timeline of their own. */
export type Recorded = "policyholders" | "animals" | "policies" | "claims" | "products" | "payouts" | "accounts";

const text = words({
  heading: { ja: "タイムライン", en: "Timeline" },
  older: { ja: "以前の記録を表示", en: "Show older entries" },
  empty: { ja: "記録はありません。", en: "No entries." },
  job: { ja: "自動処理", en: "Automatic" },
  operator: { ja: "運営者 {name}", en: "Operator {name}" },
  anonymous: { ja: "ログインしていない人", en: "Somebody not signed in" },
  gone: { ja: "名前のないアカウント", en: "An account without a name" },
});

const PAGE = 10;

export function RecordTimeline({ collection, id }: { collection: Recorded; id: string }) {
  const t = useText(text);
  const found = useRecords<Entry>([collection, id, "timeline"], (cursor) => ask(collection, id, cursor));
  const entries = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section>
      <Stack gap={1}>
        <Heading type="blockTitle">{t("heading")}</Heading>
        {found.isPending && <WaitingRows rows={3} />}
        {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.data && entries.length === 0 && <Text>{t("empty")}</Text>}
        {entries.length > 0 && <Entries entries={entries} />}
        {found.hasNextPage && (
          <div>
            <Button size="s" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("older")}</Button>
          </div>
        )}
      </Stack>
    </Section>
  );
}

function Entries({ entries }: { entries: Entry[] }) {
  const locale = useLocale();
  const who = useWho();
  return (
    <Timeline>
      {entries.map((entry) => (
        <TimelineItem key={entry.sequence} datetime={entry.at} dateLabel={moment(entry.at)} timeFormat="none">
          <Stack gap={0.25}>
            <Text>
              <Text weight="bold">{entry.operation_label[locale]}</Text> <Text color="TEXT_GREY">{who(entry)}</Text>
            </Text>
            <Changes kind={entry.record_kind} changes={entry.changes} />
          </Stack>
        </TimelineItem>
      ))}
    </Timeline>
  );
}

/** Who did it, by the name that they had then. */
export function useWho(): (entry: Pick<Entry, "actor" | "actor_name">) => string {
  const t = useText(text);
  return ({ actor, actor_name }) => {
    if (actor.kind === "account") return actor_name ?? t("gone");
    if (actor.kind === "operator") return t("operator", { name: actor.name });
    return t(actor.kind);
  };
}

function ask(collection: Recorded, id: string, cursor: string | undefined) {
  const params = { params: { path: { id }, query: { limit: PAGE, ...(cursor && { cursor }) } } };
  const calls = {
    policyholders: () => api.GET("/api/policyholders/{id}/timeline", params),
    animals: () => api.GET("/api/animals/{id}/timeline", params),
    policies: () => api.GET("/api/policies/{id}/timeline", params),
    claims: () => api.GET("/api/claims/{id}/timeline", params),
    products: () => api.GET("/api/products/{id}/timeline", params),
    payouts: () => api.GET("/api/payouts/{id}/timeline", params),
    accounts: () => api.GET("/api/accounts/{id}/timeline", params),
  };
  return answer(calls[collection]());
}
