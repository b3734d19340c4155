// Changing an animal.
import { useParams } from "react-router";
import { answer, api } from "~/api/client";
import { ChangePage } from "~/form/change-page";
import { useText, words } from "~/text/text";
import { AnimalFields, detailsOf, entered, useFieldName, useShown } from "./form";
import { ANIMALS, readAnimal, useAnimal } from "./queries";

const text = words({
  title: { ja: "動物の変更", en: "Change the animal" },
  above: { ja: "動物へ戻る", en: "Back to the animal" },
  done: { ja: "動物を変更しました。", en: "The animal was changed." },
});

export function AnimalChange() {
  const t = useText(text);
  const { id = "" } = useParams();
  const nameOf = useFieldName();
  const show = useShown();
  return (
    <ChangePage
      collection={ANIMALS}
      said={{ title: t("title"), above: t("above"), done: t("done") }}
      found={useAnimal(id)}
      entered={entered}
      read={readAnimal}
      write={(values, header) => answer(api.PUT("/api/animals/{id}", { params: { path: { id }, header }, body: detailsOf(values) }))}
      nameOf={nameOf}
      show={show}
    >
      <AnimalFields />
    </ChangePage>
  );
}
