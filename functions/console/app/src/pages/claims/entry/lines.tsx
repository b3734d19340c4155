// The statement, entered from the keyboard: Enter goes to the next line and makes one at the end, Shift+Enter back, Ctrl+Delete takes
// one away, Ctrl+Z right after that brings it back, Ctrl+Enter saves.
import { Base, Button, Cluster, Stack, Table, Text, Th } from "smarthr-ui";
import { type KeyboardEvent, useRef, useState } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Part } from "~/show/facts";
import { useTell } from "~/show/notice";
import { dayInJapan } from "~/text/format";
import { useText, words } from "~/text/text";
import { LineRow } from "./line";
import { keyOf, placeOf } from "./keys";
import { Totals } from "./totals";
import { type Entered, type EnteredLine, LINES_MAXIMUM, nextLine } from "./values";

const text = words({
  heading: { ja: "診療明細", en: "Statement" },
  help: {
    ja: "Enterで次の行（最後の行では新しい行）、Shift+Enterで前の行、Ctrl+Deleteで行を削除、Ctrl+Enterで保存します。新しい行には上の行の診療日・区分が入ります。",
    en: "Enter goes to the next line and makes one at the end, Shift+Enter goes back, Ctrl+Delete takes a line away, Ctrl+Enter saves. A new line goes on with the day and kind of the one above.",
  },
  number: { ja: "行", en: "Line" },
  day: { ja: "診療日", en: "Day" },
  care: { ja: "診療区分", en: "Care" },
  days: { ja: "入院日数", en: "Days" },
  category: { ja: "内容区分", en: "Category" },
  amount: { ja: "金額（円）", en: "Amount (yen)" },
  item: { ja: "項目", en: "Item" },
  act: { ja: "操作", en: "Remove" },
  add: { ja: "行を追加", en: "Add a line" },
  undo: { ja: "削除した行を元に戻す（{count}）", en: "Bring back a removed line ({count})" },
  removed: { ja: "{line}行目を削除しました。", en: "Line {line} was removed." },
  full: { ja: "明細は{count}行までです。", en: "A statement has {count} lines at most." },
});

interface Removed {
  at: number;
  line: EnteredLine;
}

export function Lines() {
  const t = useText(text);
  const { fields, add, remove, removed, undo, onKeyDown } = useLines();
  const isFull = fields.length >= LINES_MAXIMUM;
  return (
    <Part title={t("heading")}>
      <Stack gap={0.75}>
        <Text size="S" color="TEXT_GREY" id="lines-help">{t("help")}</Text>
        <Base overflow="auto" className="lines" onKeyDown={onKeyDown} aria-describedby="lines-help">
          <Table aria-label={t("heading")}>
            <thead>
              <tr>
                <Th>{t("number")}</Th><Th>{t("day")}</Th><Th>{t("care")}</Th><Th>{t("days")}</Th><Th>{t("category")}</Th>
                <Th>{t("amount")}</Th><Th>{t("item")}</Th><Th>{t("act")}</Th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field, at) => <LineRow key={field.id} at={at} remove={() => remove(at)} />)}
            </tbody>
          </Table>
        </Base>
        <Cluster gap={0.5} align="center">
          <Button size="s" disabled={isFull} onClick={() => add()}>{t("add")}</Button>
          {removed > 0 && <Button size="s" variant="text" onClick={undo}>{t("undo", { count: removed })}</Button>}
          {isFull && <Text size="S">{t("full", { count: LINES_MAXIMUM })}</Text>}
        </Cluster>
        <Totals />
      </Stack>
    </Part>
  );
}

function useLines() {
  const t = useText(text);
  const tell = useTell();
  const form = useFormContext<Entered>();
  const { fields, append, remove: take, insert } = useFieldArray({ control: form.control, name: "lines" });
  const removed = useRef<Removed[]>([]);
  // Whether Ctrl+Z is for lines: until something is typed again, when it is the text's own.
  const isRemoval = useRef(false);
  const [count, setCount] = useState(0);
  const lines = () => form.getValues("lines");
  const add = () => {
    const above = lines().at(-1);
    if (lines().length >= LINES_MAXIMUM) return;
    append(nextLine(above, dayInJapan()), { focusName: `lines.${lines().length}.${above?.care === "stay" ? "stay_days" : "amount_yen"}` });
  };
  const undo = () => {
    const last = removed.current.pop();
    setCount(removed.current.length);
    if (last) insert(last.at, last.line, { focusName: `lines.${last.at}.amount_yen` });
  };
  const remove = (at: number, column: keyof EnteredLine = "amount_yen") => {
    const line = lines()[at];
    if (!line) return;
    removed.current.push({ at, line });
    setCount(removed.current.length);
    isRemoval.current = true;
    take(at);
    if (lines().length === 0) append(nextLine(line, dayInJapan()), { shouldFocus: false });
    tell({ kind: "info", said: t("removed", { line: at + 1 }), undo });
    const next = Math.min(at, lines().length - 1);
    // After the rows are drawn anew.
    window.setTimeout(() => form.setFocus(`lines.${next}.${column}`));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = keyOf(event.nativeEvent, isRemoval.current && removed.current.length > 0);
    const place = placeOf(event.target);
    if (!key) {
      if (event.key.length === 1 || event.key === "Backspace") isRemoval.current = false;
      return;
    }
    if (key !== "undo" && !place) return;
    event.preventDefault();
    if (key === "undo") undo();
    else if (key === "save") (event.target as HTMLInputElement).form?.requestSubmit();
    else if (place && key === "remove") remove(place.at, place.column);
    else if (place && key === "back" && place.at > 0) form.setFocus(`lines.${place.at - 1}.${place.column}`);
    else if (place && key === "on" && place.at + 1 < lines().length) form.setFocus(`lines.${place.at + 1}.${place.column}`);
    else if (key === "on") add();
  };
  return { fields, add, remove, removed: count, undo, onKeyDown };
}
