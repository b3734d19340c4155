// Labels (ラベル, WP4) wherever a record shows or takes them.
//
//   <LabelTags ids={item.labels} />            the labels of an item in a list, by their identifiers
//   <LabelTags labels={record.labels} />       those of a record that brings them whole
//   <LabelsOn collection="claims" id={claim.id} labels={claim.labels} />
//       the same with attaching and detaching for whoever may (clerks); says what was done, with a way to undo it, and asks
//       anew for whatever is kept under the query key that begins with the collection: `["claims", …]`
//   <LabelFilter value={filters.label} choose={(label) => set({ label })} />
//       a choice of one label for a list's filter; `undefined` for all
//   useLabels()                                the organization's labels, in their order
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Dropdown, DropdownContent, DropdownTrigger, Button, FormControl, Select, Text } from "smarthr-ui";
import { useState } from "react";
import { answer, api, versioned } from "~/api/client";
import type { components } from "~/api/schema";
import { useMay } from "~/session/me";
import { useText, words } from "~/text/text";
import { useReason } from "./failure";
import { useTell } from "./notice";
import "./labels.css";

export type Label = components["schemas"]["Label"];
/** The records that carry labels. */
export type Labelled = "policyholders" | "animals" | "policies" | "claims";

const text = words({
  label: { ja: "ラベル", en: "Label" },
  change: { ja: "ラベルを付ける・外す", en: "Change labels" },
  all: { ja: "すべて", en: "All" },
  nothing: { ja: "なし", en: "None" },
  none: { ja: "ラベルはまだありません。マスタ管理 > ラベル で登録できます。", en: "There are no labels yet. They are made under Master data > Labels." },
  detach: { ja: "ラベル「{name}」を外す", en: "Take off the label “{name}”" },
  attached: { ja: "ラベル「{name}」を付けました。", en: "The label “{name}” was attached." },
  detached: { ja: "ラベル「{name}」を外しました。", en: "The label “{name}” was taken off." },
});

/** Under which the labels are kept among the answers: `{ data, version }`. */
export const LABELS = ["labels"] as const;

/** The organization's labels, in their order. */
export function useLabels() {
  return useQuery({
    queryKey: LABELS,
    queryFn: () => versioned(api.GET("/api/labels")),
    select: (found) => found.data.items,
    staleTime: 60_000,
  });
}

/** A label: its name beside its colour, so that the colour alone says nothing. */
export function LabelTag({ label, detach }: { label: Label; detach?: (() => void) | undefined }) {
  const t = useText(text);
  return (
    <span className="label-tag">
      <span className="label-dot" style={{ backgroundColor: label.colour }} />
      {label.name}
      {detach && (
        <button type="button" className="label-off" aria-label={t("detach", { name: label.name })} onClick={detach}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </span>
  );
}

/** The labels of a record. */
export function LabelTags(shown: { ids: readonly string[] } | { labels: readonly Label[] }) {
  const known = useLabels();
  const labels = "labels" in shown ? shown.labels : (known.data ?? []).filter((label) => shown.ids.includes(label.id));
  if (labels.length === 0) return null;
  return (
    <span className="label-tags">
      {labels.map((label) => (
        <LabelTag key={label.id} label={label} />
      ))}
    </span>
  );
}

interface OnProps {
  collection: Labelled;
  id: string;
  labels: readonly Label[];
}

/** The labels of a record, with attaching and detaching for whoever may. */
export function LabelsOn({ collection, id, labels }: OnProps) {
  const may = useMay();
  const { change, wanted } = useLabelChange(collection, id);
  const mayChange = may("clerk");
  const t = useText(text);
  if (!mayChange && labels.length === 0) return <Text color="TEXT_GREY">{t("nothing")}</Text>;
  return (
    <span className="label-tags">
      {labels.map((label) => (
        <LabelTag key={label.id} label={label} detach={mayChange ? () => change(label, false) : undefined} />
      ))}
      {mayChange && <LabelChoices isOn={(label) => wanted[label.id] ?? labels.some(({ id: carried }) => carried === label.id)} change={change} />}
    </span>
  );
}

function LabelChoices({ isOn, change }: { isOn: (label: Label) => boolean; change: (label: Label, isOn: boolean) => void }) {
  const t = useText(text);
  const known = useLabels();
  return (
    <Dropdown>
      <DropdownTrigger>
        <Button size="s">{t("change")}</Button>
      </DropdownTrigger>
      <DropdownContent controllable>
        <div className="label-choices">
          {known.data?.length === 0 && <Text size="S">{t("none")}</Text>}
          {known.data?.map((label) => (
            <Checkbox key={label.id} checked={isOn(label)} onChange={(event) => change(label, event.target.checked)}>
              <span className="label-choice">
                <span className="label-dot" style={{ backgroundColor: label.colour }} />
                {label.name}
              </span>
            </Checkbox>
          ))}
        </div>
      </DropdownContent>
    </Dropdown>
  );
}

// A box shows at once what is wanted; what the record carries follows, or where it fails the box falls back.
function useLabelChange(collection: Labelled, id: string) {
  const t = useText(text);
  const tell = useTell();
  const reason = useReason();
  const known = useQueryClient();
  const [wanted, setWanted] = useState<Record<string, boolean>>({});
  const asked = useMutation({
    mutationFn: ({ label, isOn }: { label: Label; isOn: boolean }) => put(collection, id, label.id, isOn),
    onMutate: ({ label, isOn }) => setWanted((all) => ({ ...all, [label.id]: isOn })),
    onSuccess: (_, { label, isOn }) => {
      const undo = () => change(label, !isOn);
      tell({ kind: "success", said: t(isOn ? "attached" : "detached", { name: label.name }), undo });
    },
    onError: (error) => tell({ kind: "error", said: reason(error) }),
    onSettled: async (_, __, { label }) => {
      await known.invalidateQueries({ queryKey: [collection] });
      setWanted(({ [label.id]: _settled, ...others }) => others);
    },
  });
  const change = (label: Label, isOn: boolean) => asked.mutate({ label, isOn });
  return { change, wanted };
}

/** Attaches or detaches one label of one record. */
export function put(collection: Labelled, id: string, label: string, isOn: boolean) {
  const params = { params: { path: { id, label } } };
  const calls = {
    policyholders: () => (isOn ? api.PUT("/api/policyholders/{id}/labels/{label}", params) : api.DELETE("/api/policyholders/{id}/labels/{label}", params)),
    animals: () => (isOn ? api.PUT("/api/animals/{id}/labels/{label}", params) : api.DELETE("/api/animals/{id}/labels/{label}", params)),
    policies: () => (isOn ? api.PUT("/api/policies/{id}/labels/{label}", params) : api.DELETE("/api/policies/{id}/labels/{label}", params)),
    claims: () => (isOn ? api.PUT("/api/claims/{id}/labels/{label}", params) : api.DELETE("/api/claims/{id}/labels/{label}", params)),
  };
  return answer(calls[collection]());
}

/** A choice of one label for a list's filter. */
export function LabelFilter({ value, choose }: { value: string | undefined; choose: (label: string | undefined) => void }) {
  const t = useText(text);
  const known = useLabels();
  const options = [{ value: "", label: t("all") }, ...(known.data ?? []).map((label) => ({ value: label.id, label: label.name }))];
  return (
    <FormControl label={t("label")}>
      <Select width="10em" options={options} value={value ?? ""} onChangeValue={(chosen) => choose(chosen || undefined)} />
    </FormControl>
  );
}
