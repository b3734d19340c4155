// What is entered about an animal.
import { Base, Stack } from "smarthr-ui";
import { orNull } from "~/form/entered";
import { ChoiceField, DateField, NoteField, TextField } from "~/form/form";
import { fieldName } from "~/show/fields";
import { dayInJapan, useFormat } from "~/text/format";
import { type Names, sexes, species, useName, useOptions } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import type { Animal } from "./queries";

export interface Entered {
  name: string;
  species: string;
  breed: string;
  sex: string;
  born_on: string;
  note: string;
}

const text = words({
  name: { ja: "名前", en: "Name" },
  species: { ja: "種別", en: "Species" },
  breed: { ja: "品種", en: "Breed" },
  sex: { ja: "性別", en: "Sex" },
  born: { ja: "生年月日", en: "Birthday" },
  bornHelp: { ja: "はっきりしないときは、推定の日を入力し、備考に書いてください。", en: "Where it isn't known, enter an estimate and say so in the note." },
  future: { ja: "生年月日は今日までの日付を入力してください。", en: "A birthday can't be in the future." },
  note: { ja: "備考", en: "Note" },
  noteHelp: { ja: "マイクロチップ番号など", en: "The microchip's number, for instance" },
});

/** The values of the form. */
export const entered = (one?: Animal): Entered => ({
  name: one?.name ?? "",
  species: one?.species ?? "",
  breed: one?.breed ?? "",
  sex: one?.sex ?? "",
  born_on: one?.born_on ?? "",
  note: one?.note ?? "",
});

/** What was entered, as the API takes it. */
export const detailsOf = (values: Entered) => ({
  name: values.name.trim(),
  species: values.species as Animal["species"],
  breed: orNull(values.breed),
  sex: (orNull(values.sex) as Animal["sex"]) ?? null,
  born_on: orNull(values.born_on),
  note: orNull(values.note),
});

export function AnimalFields() {
  const t = useText(text);
  const options = useOptions();
  const notInFuture = (value: string) => (value > dayInJapan() ? t("future") : undefined);
  return (
    <Base padding={1.5}>
      <Stack gap={1.5}>
        <TextField name="name" label={t("name")} required example="ポチ" autoComplete="off" />
        <ChoiceField name="species" label={t("species")} required blank options={options(species)} />
        <TextField name="breed" label={t("breed")} example="柴犬" autoComplete="off" />
        <ChoiceField name="sex" label={t("sex")} blank options={options(sexes)} />
        <DateField name="born_on" label={t("born")} help={t("bornHelp")} check={notInFuture} />
        <NoteField name="note" label={t("note")} help={t("noteHelp")} />
      </Stack>
    </Base>
  );
}

/** What a field is called where two changed it. */
export function useFieldName() {
  const locale = useLocale();
  return (path: string) => fieldName("animal", path, locale);
}

/** What a value is called there. */
export function useShown() {
  const name = useName();
  const { day } = useFormat();
  return (path: string, value: unknown): string | undefined => {
    if (typeof value !== "string" || !value) return undefined;
    if (path === "species") return name(species as Names<string>, value);
    if (path === "sex") return name(sexes as Names<string>, value);
    return path === "born_on" ? day(value) : undefined;
  };
}
