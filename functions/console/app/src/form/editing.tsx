// Changing a record that others may change, too. What somebody else saved meanwhile is taken where one entered nothing oneself; what
// both changed is kept as entered, shown beside what is there now, and saved with the next press of the button.
//
//   const editing = useEditing(found, entered, ask);        found: { data, version }; entered: its values; ask: reads it anew
//   <Form form={editing.form} send={editing.send(async (values, ifMatch) => { await …; leave })}>
//     <Conflict editing={editing} nameOf={(path) => …} />
import { Button, InformationPanel, Stack, Text } from "smarthr-ui";
import { type ReactNode, useRef, useState } from "react";
import { type DefaultValues, type FieldPath, type FieldValues, type UseFormReturn, useForm } from "react-hook-form";
import { asProblem } from "~/api/problem";
import { useText, words } from "~/text/text";
import { type Differing, merged } from "./merge";

const text = words({
  heading: { ja: "ほかの人が先に変更しました", en: "Somebody else changed this first" },
  merged: {
    ja: "入力中のものは残っています。ほかの人の変更はこの画面に取り込みました。確かめて、もう一度保存してください。",
    en: "What you entered is kept, and the other changes were taken into this page. Check them and save again.",
  },
  differing: { ja: "次の項目は、両方で変更されています。このまま保存すると、あなたの入力になります。", en: "These were changed by both. Save to keep what you entered." },
  now: { ja: "今の値：{value}", en: "Now: {value}" },
  nothing: { ja: "（なし）", en: "(none)" },
  take: { ja: "今の値にする", en: "Take what is there now" },
});

/** A record as it was read. */
export interface Found<R> {
  data: R;
  version: string | undefined;
}

/** A form on a record, with what has to be settled. */
export interface Editing<V extends FieldValues> {
  form: UseFormReturn<V>;
  differing: Differing[] | undefined;
  settle: (path: string) => void;
  send: (write: (values: V, ifMatch: { "If-Match"?: string }) => Promise<unknown>) => (values: V) => Promise<void>;
}

export function useEditing<R, V extends FieldValues>(found: Found<R>, entered: (record: R) => V, ask: () => Promise<Found<R>>): Editing<V> {
  const form = useForm<V>({ defaultValues: entered(found.data) as DefaultValues<V>, mode: "onTouched" });
  const base = useRef({ values: entered(found.data), version: found.version });
  const [differing, setDiffering] = useState<Differing[]>();
  const settle = (path: string) => setDiffering((all) => all?.filter((one) => one.path !== path));
  const take = async (mine: V) => {
    const now = await ask();
    const theirs = entered(now.data);
    const both = merged(base.current.values, theirs, mine);
    base.current = { values: theirs, version: now.version };
    for (const [path, value] of Object.entries(both.taken)) form.setValue(path as FieldPath<V>, value as never, { shouldDirty: true });
    setDiffering(both.differing);
  };
  const send: Editing<V>["send"] = (write) => async (values) => {
    const { version } = base.current;
    try {
      await write(values, version ? { "If-Match": version } : {});
    } catch (error) {
      if (!asProblem(error).isStale) throw error;
      await take(values);
    }
  };
  return { form, differing, settle, send };
}

interface ConflictProps<V extends FieldValues> {
  editing: Editing<V>;
  nameOf: (path: string) => string;
  /** What a value is called, where it isn't said by itself. */
  show?: (path: string, value: unknown) => string | undefined;
  /** A value that words can't hold, such as a table; `undefined` for those that they can. */
  draw?: (path: string, value: unknown) => ReactNode;
}

// The button that saves is far below where it is said why that wasn't done.
const comeIntoView = (place: HTMLElement | null): void => place?.scrollIntoView({ block: "center" });

/** What is said after somebody else's change. */
export function Conflict<V extends FieldValues>({ editing, nameOf, show, draw }: ConflictProps<V>) {
  const t = useText(text);
  const { differing, settle, form } = editing;
  if (!differing) return null;
  const take = ({ path, theirs }: Differing) => {
    form.setValue(path as FieldPath<V>, theirs as never, { shouldDirty: true });
    settle(path);
  };
  const said = ({ path, theirs: value }: Differing) => show?.(path, value) ?? ((Array.isArray(value) ? value.join(", ") : String(value ?? "")) || t("nothing"));
  return (
    <InformationPanel type="warning" toggleable={false} title={t("heading")} role="alert">
      <Stack gap={0.75}>
        <span ref={comeIntoView} />
        <Text>{t("merged")}</Text>
        {differing.length > 0 && <Text>{t("differing")}</Text>}
        {differing.map((one) => (
          <div key={one.path}>
            <Text weight="bold">{nameOf(one.path)}</Text>{"　"}
            {draw?.(one.path, one.theirs) ?? <Text>{t("now", { value: said(one) })}</Text>}{" "}
            <Button size="s" onClick={() => take(one)}>{t("take")}</Button>
          </div>
        ))}
      </Stack>
    </InformationPanel>
  );
}
