// A list of records: a table where there is room, and a card for each record on a phone. The next page is asked for below.
import { type InfiniteData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { Base, Button, Center, Stack, Table, Td, Text, Th } from "smarthr-ui";
import type { ReactNode } from "react";
import { Failure } from "~/show/failure";
import { WaitingRows } from "~/show/waiting";
import { useText, words } from "~/text/text";

const text = words({
  more: { ja: "続きを表示", en: "Show more" },
  count: { ja: "{count}件を表示しています", en: "Showing {count}" },
  all: { ja: "{count}件", en: "{count, plural, one {# item} other {# items}}" },
});

/** A page as every list of the API answers it. */
export interface PageOf<T> {
  items: T[];
  next?: string | null;
}

/** Asks for a list page by page. */
export function useRecords<T>(key: QueryKey, ask: (cursor: string | undefined) => Promise<PageOf<T>>, isAsked = true) {
  return useInfiniteQuery<PageOf<T>, Error, InfiniteData<PageOf<T>>, QueryKey, string | undefined>({
    queryKey: key,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: isAsked,
  });
}

/** A column of a list. */
export interface Column<T> {
  key: string;
  title: string;
  show: (record: T) => ReactNode;
  /** Figures stand at the right. */
  align?: "right";
  /** What is long and has no place to break, such as a mail address: on a phone it has the whole width below its name. */
  isLong?: true;
}

interface Props<T> {
  found: ReturnType<typeof useRecords<T>>;
  columns: Column<T>[];
  idOf: (record: T) => string;
  /** What the list is of, for screen readers. */
  name: string;
  /** What is said, and can be done, where nothing is there. */
  empty: ReactNode;
  /** A box before each record that chooses it. */
  choose?: (record: T) => ReactNode;
  /** The box above them that chooses all. */
  chooseAll?: ReactNode;
}

export function Records<T>({ found, columns, idOf, name, empty, choose, chooseAll }: Props<T>) {
  const t = useText(text);
  if (found.isPending) return <WaitingRows />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const records = found.data.pages.flatMap((page) => page.items);
  if (records.length === 0 && !found.hasNextPage) {
    return (
      <Base padding={2}>
        <Center>
          <Stack gap={1} align="center">{typeof empty === "string" ? <Text>{empty}</Text> : empty}</Stack>
        </Center>
      </Base>
    );
  }
  const count = t(found.hasNextPage ? "count" : "all", { count: records.length });
  return (
    <Stack gap={0.75}>
      <Base overflow="auto" className="records">
        <Table aria-label={name}>
          <thead>
            <tr>
              {choose && (chooseAll ? <Th className="records-choose">{chooseAll}</Th> : <Th className="records-choose" aria-label="✓"> </Th>)}
              {columns.map((column) => (
                <Th key={column.key} align={column.align ?? "left"}>{column.title}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={idOf(record)}>
                {choose && <Td className="records-choose">{choose(record)}</Td>}
                {columns.map((column) => (
                  <Td key={column.key} align={column.align ?? "left"} data-title={column.title} className={column.isLong ? "records-long" : ""}>{column.show(record)}</Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </Base>
      {found.isFetchNextPageError && <Failure error={found.error} retry={() => void found.fetchNextPage()} />}
      <div className="records-foot">
        <Text size="S" color="TEXT_GREY" aria-live="polite">{count}</Text>
        {found.hasNextPage && (
          <Button size="s" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more")}</Button>
        )}
      </div>
    </Stack>
  );
}
