// The timeline of one record: who did what and when, and what changed; the newest first, older ones on demand.
//
//   <RecordTimeline collection="claims" id={claim.id} />
//       a section with its heading. Kept under the query key `[collection, id, "timeline"]`: whoever changes the record says
//       `queries.invalidateQueries({ queryKey: [collection] })`, and it is asked for anew.
import { useQuery } from "@tanstack/react-query";
import { Button, Heading, Section, Stack, Text, Timeline, TimelineItem } from "smarthr-ui";
import { useState } from "react";
import { Link } from "react-router";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { moment } from "~/text/format";
import { useLocale, useText, words } from "~/text/text";
import { Changes } from "./changes";
import { Loaded } from "./loaded";
import "./record-timeline.css";

export type Entry = components["schemas"]["EntryView"];
/** The records that have a timeline of their own. */
export type Recorded = "policyholders" | "animals" | "policies" | "claims" | "products" | "payouts" | "accounts";

const text = words({
  heading: { ja: "タイムライン", en: "Timeline" },
  older: { ja: "以前の記録を表示", en: "Show older entries" },
  newer: { ja: "記録が多いため、はじめの{count}件までを表示しています。新しい記録は、期間を指定して見られます。", en: "There are many entries: the first {count} are here. Newer ones are found by period." },
  find: { ja: "期間を指定して見る", en: "Find by period" },
  job: { ja: "自動処理", en: "Automatic" },
  operator: { ja: "運営者 {name}", en: "Operator {name}" },
  anonymous: { ja: "ログインしていない人", en: "Somebody not signed in" },
  gone: { ja: "名前のないアカウント", en: "An account without a name" },
});

/** How many are shown at first, and more with each press. */
const SHOWN = 10;
const PAGE = 100;
// The API tells a record's entries from the first on. Records have few; an account that signs in for years has many.
const PAGES = 20;

export function RecordTimeline({ collection, id }: { collection: Recorded; id: string }) {
  const t = useText(text);
  const found = useQuery({ queryKey: [collection, id, "timeline"], queryFn: () => all(collection, id) });
  return (
    <Section>
      <Stack gap={1}>
        <Heading type="blockTitle">{t("heading")}</Heading>
        <Loaded found={found} rows={3}>
          {({ entries, isWhole }) => (
            <>
              <NewestFirst entries={entries} />
              {!isWhole && (
                <Text size="S">
                  {t("newer", { count: entries.length })} <Link to={`/timeline?record=${id}`}>{t("find")}</Link>
                </Text>
              )}
            </>
          )}
        </Loaded>
      </Stack>
    </Section>
  );
}

function NewestFirst({ entries }: { entries: Entry[] }) {
  const t = useText(text);
  const [shown, setShown] = useState(SHOWN);
  const newest = [...entries].reverse();
  return (
    <>
      <Entries entries={newest.slice(0, shown)} />
      {newest.length > shown && (
        <div>
          <Button size="s" onClick={() => setShown(shown + SHOWN)}>{t("older")}</Button>
        </div>
      )}
    </>
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
            <Changes kind={entry.record_kind} changes={entry.changes} isFirst={entry.sequence === 1} />
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

async function all(collection: Recorded, id: string): Promise<{ entries: Entry[]; isWhole: boolean }> {
  const entries: Entry[] = [];
  let cursor: string | null | undefined;
  for (let read = 0; read < PAGES; read += 1) {
    const page = await ask(collection, id, cursor);
    entries.push(...page.items);
    cursor = page.next;
    if (!cursor) return { entries, isWhole: true };
  }
  return { entries, isWhole: false };
}

function ask(collection: Recorded, id: string, cursor: string | null | undefined) {
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
