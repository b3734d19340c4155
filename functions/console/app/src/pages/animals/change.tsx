// Changing an animal.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { answer, api } from "~/api/client";
import { Conflict, useEditing } from "~/form/editing";
import { Form } from "~/form/form";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { AnimalFields, detailsOf, entered, useFieldName, useShown } from "./form";
import { ANIMALS, type Animal, readAnimal, useAnimal } from "./queries";

const text = words({
  title: { ja: "動物の変更", en: "Change the animal" },
  above: { ja: "動物へ戻る", en: "Back to the animal" },
  done: { ja: "動物を変更しました。", en: "The animal was changed." },
});

export function AnimalChange() {
  const t = useText(text);
  const { id = "" } = useParams();
  const found = useAnimal(id);
  return (
    <Page title={t("title")} above={{ to: `/animals/${id}`, name: t("above") }}>
      <Only role="clerk">
        <Loaded found={found}>{(one) => <Change found={one} />}</Loaded>
      </Only>
    </Page>
  );
}

function Change({ found }: { found: { data: Animal; version: string | undefined } }) {
  const t = useText(text);
  const { id } = found.data;
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const nameOf = useFieldName();
  const show = useShown();
  const editing = useEditing(found, entered, () => readAnimal(id));
  const send = editing.send(async (values, ifMatch) => {
    await answer(api.PUT("/api/animals/{id}", { params: { path: { id }, header: ifMatch }, body: detailsOf(values) }));
    await known.invalidateQueries({ queryKey: [ANIMALS] });
    tell({ kind: "success", said: t("done") });
    await navigate(`/animals/${id}`);
  });
  return (
    <Form form={editing.form} send={send} cancel={() => void navigate(`/animals/${id}`)}>
      <Conflict editing={editing} nameOf={nameOf} show={show} />
      <AnimalFields />
    </Form>
  );
}
