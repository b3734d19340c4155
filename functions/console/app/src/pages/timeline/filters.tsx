// What the timeline is narrowed to: period, person, operation, and the kind of record or one record.
import { Base, Button, Cluster, FormControl, Input, Select, Text } from "smarthr-ui";
import { useEffect, useState } from "react";
import { usePeople } from "~/show/people";
import { kinds, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { operationNames, operations, recordKinds } from "./operations";
import { DAYS_MOST, wrongPeriod } from "./period";
import type { Wanted } from "./queries";

const text = words({
  from: { ja: "期間の初日", en: "From" },
  to: { ja: "期間の末日", en: "To" },
  person: { ja: "だれが", en: "Person" },
  operation: { ja: "操作", en: "Operation" },
  kind: { ja: "対象の種類", en: "Kind of record" },
  everybody: { ja: "すべての人", en: "Everybody" },
  all: { ja: "すべて", en: "All" },
  order: { ja: "期間の末日は、初日以後の日付にしてください。", en: "The last day can't be before the first." },
  length: { ja: "期間は{days}日までにしてください。", en: "At most {days} days." },
  record: { ja: "1件の記録（{kind}）に絞り込んでいます。", en: "Only one record ({kind}) is shown." },
  recordOnly: { ja: "1件の記録に絞り込んでいます。", en: "Only one record is shown." },
  clear: { ja: "絞り込みを外す", en: "Show all records" },
});

interface Props {
  wanted: Wanted;
  set: (change: Partial<Record<keyof Wanted, string | undefined>>) => void;
}

// Of widths of their own: a field that grows with the names that come into it moves all that stands below.
export function TimelineFilters({ wanted, set }: Props) {
  const t = useText(text);
  const name = useName();
  const locale = useLocale();
  const people = usePeople();
  const wrong = wrongPeriod(wanted.from, wanted.to);
  const person = [{ value: "", label: t("everybody") }, ...(people.data ?? []).map(({ id, name: label }) => ({ value: id, label }))];
  // Somebody who is gone from the list is still looked for.
  if (wanted.person && !person.some(({ value }) => value === wanted.person)) person.push({ value: wanted.person, label: wanted.person });
  const groups = operations.map((group) => ({
    label: group.name[locale],
    options: group.members.map((value) => ({ value, label: operationNames[value][locale] })),
  }));
  return (
    <Base padding={1}>
      <Cluster gap={1.25} align="flex-start">
        <FormControl label={t("from")} errorMessages={wrong ? [t(wrong, { days: DAYS_MOST })] : []}>
          <DayInput day={wanted.from} error={Boolean(wrong)} choose={(from) => set({ from })} />
        </FormControl>
        <FormControl label={t("to")}>
          <DayInput day={wanted.to} error={Boolean(wrong)} choose={(to) => set({ to })} />
        </FormControl>
        <FormControl label={t("person")}>
          <Select width="10em" options={person} value={wanted.person ?? ""} onChangeValue={(value) => set({ person: value || undefined })} />
        </FormControl>
        <FormControl label={t("operation")}>
          <Select width="18em" options={[{ value: "", label: t("all") }, ...groups]} value={wanted.operation ?? ""} onChangeValue={(value) => set({ operation: value || undefined })} />
        </FormControl>
        {!wanted.record && (
          <FormControl label={t("kind")}>
            <Select options={[{ value: "", label: t("all") }, ...recordKinds.map((value) => ({ value, label: name(kinds, value) }))]} value={wanted.record_kind ?? ""} onChangeValue={(value) => set({ record_kind: value || undefined })} />
          </FormControl>
        )}
      </Cluster>
      {wanted.record && (
        <Cluster gap={0.75} align="center">
          <Text>{wanted.record_kind ? t("record", { kind: name(kinds as Record<string, (typeof kinds)["claim"]>, wanted.record_kind) }) : t("recordOnly")}</Text>
          <Button size="s" onClick={() => set({ record: undefined, record_kind: undefined })}>{t("clear")}</Button>
        </Cluster>
      )}
    </Base>
  );
}

// A year that is being typed goes through 0002 and 0020 on its way to 2026: nothing is asked for before it is one.
function DayInput({ day, error, choose, ...control }: { day: string; error: boolean; choose: (day: string | undefined) => void }) {
  const [entered, setEntered] = useState(day);
  useEffect(() => setEntered(day), [day]);
  const change = (value: string) => {
    setEntered(value);
    if (/^2\d{3}-/.test(value)) choose(value);
  };
  const leave = () => (entered ? setEntered(day) : choose(undefined));
  return <Input {...control} type="date" className="timeline-day" value={entered} error={error} onChange={(event) => change(event.target.value)} onBlur={leave} />;
}
