// How animals stand in lists.
import { Link } from "react-router";
import type { Column } from "~/list/records";
import { LabelTags } from "~/show/labels";
import { dayInJapan, useFormat } from "~/text/format";
import { sexes, species, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { age } from "./age";
import type { AnimalItem } from "./queries";

const text = words({
  name: { ja: "名前", en: "Name" },
  species: { ja: "種別・品種", en: "Species, breed" },
  sex: { ja: "性別", en: "Sex" },
  born: { ja: "生年月日", en: "Birthday" },
  labels: { ja: "ラベル", en: "Labels" },
  aged: { ja: "{day}（{years}歳{months}か月）", en: "{day} ({years} y {months} m)" },
});

export function useAnimalColumns(): Column<AnimalItem>[] {
  const t = useText(text);
  const name = useName();
  const born = useBorn();
  const { beside } = useFormat();
  return [
    { key: "name", title: t("name"), show: (one) => <Link to={`/animals/${one.id}`}>{one.name}</Link> },
    { key: "species", title: t("species"), show: (one) => beside([name(species, one.species), ...(one.breed ? [one.breed] : [])]) },
    { key: "sex", title: t("sex"), show: (one) => one.sex && name(sexes, one.sex) },
    { key: "born", title: t("born"), show: (one) => born(one.born_on) },
    { key: "labels", title: t("labels"), show: (one) => <LabelTags ids={one.labels} /> },
  ];
}

/** A birthday with the age that follows from it. */
export function useBorn() {
  const t = useText(text);
  const { day } = useFormat();
  return (bornOn: string | null | undefined): string | undefined => {
    if (!bornOn) return undefined;
    const old = age(bornOn, dayInJapan());
    return old ? t("aged", { day: day(bornOn), ...old }) : day(bornOn);
  };
}
