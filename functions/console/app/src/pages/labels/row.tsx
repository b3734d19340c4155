// A label among the others, with what can be done to it.
import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Button } from "smarthr-ui";
import { useState } from "react";
import { type Label, LabelTag } from "~/show/labels";
import { useText, words } from "~/text/text";
import { LabelEdit } from "./edit";
import { LabelRemove } from "./remove";

const text = words({
  handle: { ja: "「{name}」を並べ替える", en: "Move “{name}”" },
  up: { ja: "上へ", en: "Up" },
  down: { ja: "下へ", en: "Down" },
  upOf: { ja: "上へ：「{name}」", en: "Up: “{name}”" },
  downOf: { ja: "下へ：「{name}」", en: "Down: “{name}”" },
  change: { ja: "変更", en: "Change" },
  changeOf: { ja: "変更：「{name}」", en: "Change: “{name}”" },
});

interface Props {
  label: Label;
  labels: Label[];
  version: string | undefined;
  place: number;
  count: number;
  move: (from: number, to: number) => void;
  isBusy: boolean;
}

export function LabelRow({ label, labels, version, place, count, move, isBusy }: Props) {
  const t = useText(text);
  const [isChanging, setChanging] = useState(false);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: label.id });
  const { name } = label;
  return (
    <li ref={setNodeRef} className={isDragging ? "label-row label-row-moving" : "label-row"} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button type="button" ref={setActivatorNodeRef} {...attributes} {...listeners} className="label-handle" aria-label={t("handle", { name })}>
        <span aria-hidden="true">⠿</span>
      </button>
      <span className="label-row-name"><LabelTag label={label} /></span>
      <span className="label-row-acts">
        <Button size="s" aria-label={t("upOf", { name })} disabled={place === 0 || isBusy} onClick={() => move(place, place - 1)}>{t("up")}</Button>
        <Button size="s" aria-label={t("downOf", { name })} disabled={place === count - 1 || isBusy} onClick={() => move(place, place + 1)}>{t("down")}</Button>
        <Button size="s" aria-label={t("changeOf", { name })} onClick={() => setChanging(true)}>{t("change")}</Button>
        <LabelRemove label={label} version={version} />
      </span>
      <LabelEdit label={label} labels={labels} version={version} isOpen={isChanging} close={() => setChanging(false)} />
    </li>
  );
}
