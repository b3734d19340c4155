// The filters of the list. They stand in the address; what is searched for by a name or a number doesn't.
import { Button, Checkbox, Cluster, Dropdown, DropdownContent, DropdownTrigger, FormControl, Input, Select } from "smarthr-ui";
import { useMe } from "~/session/me";
import { LabelFilter } from "~/show/labels";
import { claimStates, useOptions } from "~/text/names";
import { useText, words } from "~/text/text";
import { useAssignees, useProducts } from "../ask";
import { type ColumnKey, MANDATORY, USUAL } from "./chosen";
import type { useColumns } from "./columns";
import type { Filters } from "./questions";

const text = words({
  state: { ja: "状態", en: "State" },
  all: { ja: "すべて", en: "All" },
  toAssess: { ja: "査定待ち", en: "To assess" },
  toPay: { ja: "支払・返還待ち", en: "To pay or get back" },
  assignee: { ja: "担当者", en: "Assignee" },
  me: { ja: "自分", en: "Me" },
  product: { ja: "商品", en: "Product" },
  due: { ja: "支払期限", en: "Due" },
  overdue: { ja: "期限超過", en: "Overdue" },
  soon: { ja: "7日以内（超過を含む）", en: "Within 7 days, or overdue" },
  byDay: { ja: "日付を指定", en: "By a day" },
  through: { ja: "この日まで", en: "Until" },
  order: { ja: "並び順", en: "Order" },
  newest: { ja: "新しい順", en: "Newest first" },
  byDue: { ja: "支払期限の早い順（期限のある請求）", en: "First due first (those that are due)" },
  columns: { ja: "表示する項目", en: "Columns" },
  usual: { ja: "初期設定に戻す", en: "Back to the usual ones" },
  clear: { ja: "絞り込みを解除", en: "Clear filters" },
});

interface Props {
  filters: Filters;
  set: (change: Partial<Filters>) => void;
  isSearch: boolean;
  columns: ReturnType<typeof useColumns>;
}

export function ClaimFilters({ filters, set, isSearch, columns }: Props) {
  const t = useText(text);
  const isFiltered = Object.entries(filters).some(([name, value]) => name !== "order" && value);
  const clear = () => set({ state: undefined, label: undefined, assignee: undefined, product: undefined, due: undefined, policy: undefined });
  return (
    <Cluster gap={1} align="flex-end" className="filters">
      <StateFilter value={filters.state} choose={(state) => set({ state })} />
      <DueFilter value={filters.due} choose={(due) => set({ due })} />
      <AssigneeFilter value={filters.assignee} choose={(assignee) => set({ assignee })} />
      <ProductFilter value={filters.product} choose={(product) => set({ product })} />
      <LabelFilter value={filters.label} choose={(label) => set({ label })} />
      <FormControl label={t("order")}>
        <Select
          disabled={isSearch}
          options={[{ value: "newest", label: t("newest") }, { value: "due", label: t("byDue") }]}
          value={isSearch ? "newest" : (filters.order ?? (filters.due ? "due" : "newest"))}
          onChangeValue={(order) => set({ order })}
        />
      </FormControl>
      <ColumnChoice columns={columns} />
      {isFiltered && <Button variant="text" onClick={clear}>{t("clear")}</Button>}
    </Cluster>
  );
}

interface FilterProps {
  value: string | undefined;
  choose: (value: string | undefined) => void;
}

function StateFilter({ value, choose }: FilterProps) {
  const t = useText(text);
  const states = useOptions()(claimStates);
  const options = [{ value: "", label: t("all") }, { value: "to_assess", label: t("toAssess") }, { value: "to_pay", label: t("toPay") }, ...states];
  return (
    <FormControl label={t("state")}>
      <Select options={options} value={value ?? ""} onChangeValue={(chosen) => choose(chosen || undefined)} width="11em" />
    </FormControl>
  );
}

function DueFilter({ value, choose }: FilterProps) {
  const t = useText(text);
  const isDay = Boolean(value) && value !== "overdue" && value !== "soon";
  const options = [
    { value: "", label: t("all") }, { value: "overdue", label: t("overdue") }, { value: "soon", label: t("soon") }, { value: "day", label: t("byDay") },
  ];
  return (
    <>
      <FormControl label={t("due")}>
        <Select options={options} value={isDay ? "day" : (value ?? "")} onChangeValue={(chosen) => choose(chosen || undefined)} width="11em" />
      </FormControl>
      {isDay && (
        <FormControl label={t("through")}>
          <Input type="date" value={value === "day" ? "" : value} onChange={(event) => choose(event.target.value || "day")} width="11em" />
        </FormControl>
      )}
    </>
  );
}

function AssigneeFilter({ value, choose }: FilterProps) {
  const t = useText(text);
  const me = useMe();
  const people = useAssignees().data ?? [];
  const others = people.filter((person) => person.id !== me.id).map((person) => ({ value: person.id, label: person.name }));
  const options = [{ value: "", label: t("all") }, { value: "me", label: t("me") }, ...others];
  return (
    <FormControl label={t("assignee")}>
      <Select options={options} value={value ?? ""} onChangeValue={(chosen) => choose(chosen || undefined)} width="9em" />
    </FormControl>
  );
}

function ProductFilter({ value, choose }: FilterProps) {
  const t = useText(text);
  const products = useProducts().data ?? [];
  const options = [{ value: "", label: t("all") }, ...products.map((product) => ({ value: product.id, label: product.terms.name }))];
  return (
    <FormControl label={t("product")}>
      <Select options={options} value={value ?? ""} onChangeValue={(chosen) => choose(chosen || undefined)} width="11em" />
    </FormControl>
  );
}

function ColumnChoice({ columns: { all, chosen, choose } }: { columns: Props["columns"] }) {
  const t = useText(text);
  const toggle = (key: ColumnKey, isOn: boolean) => choose(isOn ? [...chosen, key] : chosen.filter((one) => one !== key));
  return (
    <Dropdown>
      <DropdownTrigger>
        <Button>{t("columns")}</Button>
      </DropdownTrigger>
      <DropdownContent controllable>
        <fieldset className="column-choices">
          <legend className="unseen">{t("columns")}</legend>
          {all.map(({ key, title }) => (
            <Checkbox key={key} checked={key === MANDATORY || chosen.includes(key)} disabled={key === MANDATORY} onChange={(event) => toggle(key, event.target.checked)}>
              {title}
            </Checkbox>
          ))}
          <Button size="s" onClick={() => choose(USUAL)}>{t("usual")}</Button>
        </fieldset>
      </DropdownContent>
    </Dropdown>
  );
}
