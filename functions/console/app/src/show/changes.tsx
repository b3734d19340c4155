// What an operation changed, field by field. Personal values never stand in the timeline: that they changed is all it says.
import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import type { components } from "~/api/schema";
import { useName } from "~/text/names";
import { useFormat } from "~/text/format";
import { useLocale, useText, words } from "~/text/text";
import { codesOf, fieldName, isDaysBefore, isTold } from "./fields";
import { useLabels } from "./labels";
import { usePeople } from "./people";
import { placeOf } from "./place";

type FieldChange = components["schemas"]["FieldChange"];

const text = words({
  changed: { ja: "{field}を変更", en: "{field} changed" },
  entered: { ja: "{field}を登録", en: "{field} entered" },
  open: { ja: "開く", en: "Open" },
  account: { ja: "アカウント", en: "an account" },
  record: { ja: "1件の記録", en: "a record" },
  of: { ja: "{field}：", en: "{field}: " },
  several: { ja: "、", en: ", " },
  days: { ja: "{days}日前", en: "{days, plural, one {# day} other {# days}} before" },
  label: { ja: "削除済みのラベル", en: "a deleted label" },
  waiting: { ja: "…", en: "…" },
  yes: { ja: "はい", en: "yes" },
  no: { ja: "いいえ", en: "no" },
  nothing: { ja: "なし", en: "none" },
  to: { ja: "から", en: "to" },
});

interface Props {
  /** The kind of the record. */
  kind: string;
  changes: readonly FieldChange[];
  /** Whether it is the record's first entry: nothing was there before. */
  isFirst?: boolean;
}

export function Changes({ kind, changes, isFirst = false }: Props) {
  const t = useText(text);
  const locale = useLocale();
  const told = changes.filter((change) => isTold(change.field) && !(isFirst && isEmpty(change.after)));
  if (told.length === 0) return null;
  const unseen = told.filter((change) => change.before === undefined && change.after === undefined);
  return (
    <ul className="timeline-changes">
      {told.filter((change) => !unseen.includes(change)).map((change) => (
        <li key={change.field}>
          <Seen kind={kind} change={change} />
        </li>
      ))}
      {unseen.length > 0 && <li>{t(isFirst ? "entered" : "changed", { field: unseen.map((change) => fieldName(kind, change.field, locale)).join(t("several")) })}</li>}
    </ul>
  );
}

// A list that begins empty says nothing.
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function Seen({ kind, change }: { kind: string; change: FieldChange }) {
  const t = useText(text);
  const locale = useLocale();
  const value = useValue(kind, change.field);
  const before = value(change.before);
  const after = value(change.after);
  return (
    <>
      {t("of", { field: fieldName(kind, change.field, locale) })}{change.before !== undefined && <>{before ?? t("nothing")} <span aria-hidden="true">→</span><span className="timeline-unseen">{t("to")}</span> </>}
      {after ?? t("nothing")}
    </>
  );
}

/** How a value of a field is read; `undefined` where there is none. */
function useValue(kind: string, field: string): (value: unknown) => ReactNode {
  const t = useText(text);
  const name = useName();
  const format = useFormat();
  const labels = useLabels();
  const people = usePeople();
  const said = (value: unknown): ReactNode => {
    if (value === null || value === undefined || value === "") return undefined;
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (typeof value === "number" && isDaysBefore(kind, field)) return t("days", { days: value });
    if (typeof value === "number") return field.endsWith("_yen") ? format.yen(value) : format.number(value);
    if (typeof value !== "string") return JSON.stringify(value);
    const codes = codesOf(kind, field);
    if (codes) return name(codes, value);
    if (value.startsWith("lbl_")) return labels.data?.find((label) => label.id === value)?.name ?? t(labels.data ? "label" : "waiting");
    const place = placeOf(value);
    if (place) return <Link to={place}>{t("open")}</Link>;
    if (value.startsWith("acc_")) return people.data?.find((person) => person.id === value)?.name ?? t("account");
    if (/^[a-z]{3}_[0-9A-Z]{26}$/.test(value)) return t("record");
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value);
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return format.moment(value);
    return value;
  };
  return (value) => {
    if (!Array.isArray(value)) return said(value);
    const parts = value.map(said).filter((part) => part !== undefined);
    return parts.length > 0 ? parts.map((part, place) => <Fragment key={place}>{place > 0 && t("several")}{part}</Fragment>) : undefined;
  };
}
