// Labels that can be moved: dragged by pointer or keyboard, or a step up or down at a press.
import { DndContext, type DragEndEvent, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { Base } from "smarthr-ui";
import type { Label } from "~/show/labels";
import { useText, words } from "~/text/text";
import { useMove } from "./move";
import { LabelRow } from "./row";

const text = words({
  list: { ja: "ラベルの並び", en: "Labels in their order" },
  how: { ja: "スペースキーで持ち上げ、上下の矢印キーで動かし、もう一度スペースキーで置きます。Escキーで取り消します。", en: "Press space to lift, the arrow keys to move, space again to put it down, escape to cancel." },
  lifted: { ja: "「{name}」を持ち上げました。いま{place}番目です。", en: "Lifted “{name}”, at place {place}." },
  over: { ja: "「{name}」は{place}番目です。", en: "“{name}” is at place {place}." },
  put: { ja: "「{name}」を{place}番目に置きました。", en: "Put “{name}” at place {place}." },
  cancelled: { ja: "取り消しました。「{name}」は元の場所です。", en: "Cancelled; “{name}” is where it was." },
});

/** What a pointer has to move before it drags: a press on the handle alone does nothing. */
const DRAG_PIXELS = 5;

export function SortedLabels({ labels, version }: { labels: Label[]; version: string | undefined }) {
  const t = useText(text);
  const { sequence, move, isBusy } = useMove(labels, version);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_PIXELS } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (id: unknown) => sequence.findIndex((label) => label.id === id);
  const said = (key: "lifted" | "over" | "put" | "cancelled", id: unknown, at: unknown = id) =>
    t(key, { name: sequence[placeOf(id)]?.name, place: placeOf(at) + 1 });
  const end = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) move(placeOf(active.id), placeOf(over.id));
  };
  const announcements = {
    onDragStart: ({ active }: { active: { id: unknown } }) => said("lifted", active.id),
    onDragOver: ({ active, over }: { active: { id: unknown }; over: { id: unknown } | null }) => (over ? said("over", active.id, over.id) : undefined),
    onDragEnd: ({ active, over }: { active: { id: unknown }; over: { id: unknown } | null }) => said("put", active.id, over?.id ?? active.id),
    onDragCancel: ({ active }: { active: { id: unknown } }) => said("cancelled", active.id),
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={end} accessibility={{ announcements, screenReaderInstructions: { draggable: t("how") } }}>
      <SortableContext items={sequence.map((label) => label.id)} strategy={verticalListSortingStrategy} disabled={isBusy}>
        <Base>
          <ol className="label-list" aria-label={t("list")}>
            {sequence.map((label, place) => (
              <LabelRow key={label.id} label={label} labels={labels} version={version} place={place} count={sequence.length} move={move} isBusy={isBusy} />
            ))}
          </ol>
        </Base>
      </SortableContext>
    </DndContext>
  );
}
