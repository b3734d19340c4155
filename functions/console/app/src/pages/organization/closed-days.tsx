// Days on which the organization is closed, besides its weekends and the national holidays.
import { Button, Cluster, Fieldset, Input, Stack, Text } from "smarthr-ui";
import type { KeyboardEvent } from "react";
import { useController, useFormContext } from "react-hook-form";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { type Entered, withDay } from "./known";

const text = words({
  closed: { ja: "休業日", en: "Closed days" },
  about: { ja: "営業日のうち、年末年始や創立記念日など休む日です。国民の祝日は登録しなくても休みとして扱います。", en: "Business days on which you are closed, such as the turn of the year. National holidays count as closed anyway." },
  day: { ja: "追加する日", en: "Day to add" },
  add: { ja: "追加", en: "Add" },
  remove: { ja: "{day}を削除", en: "Remove {day}" },
  none: { ja: "登録していません。", en: "None." },
});

export function ClosedDays() {
  const t = useText(text);
  const { day } = useFormat();
  const { control } = useFormContext<Entered>();
  const { field, formState } = useController({ control, name: "closed_days" });
  const { field: adding } = useController({ control, name: "adding" });
  const wrong = formState.errors.closed_days as { message?: string } | { message?: string }[] | undefined;
  const messages = (Array.isArray(wrong) ? wrong : [wrong]).flatMap((one) => one?.message ?? []);
  const add = () => {
    if (adding.value) field.onChange(withDay(field.value, adding.value));
    adding.onChange("");
  };
  // Enter would save the whole form.
  const addByEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <Fieldset legend={t("closed")} helpMessage={t("about")} errorMessages={messages}>
      <Stack gap={0.75}>
        <Cluster gap={0.5}>
          <Input type="date" name="adding" aria-label={t("day")} value={adding.value} width="12em" ref={field.ref} onChange={(event) => adding.onChange(event.target.value)} onKeyDown={addByEnter} />
          <Button onClick={add}>{t("add")}</Button>
        </Cluster>
        {field.value.length === 0 && <Text>{t("none")}</Text>}
        <ul className="plain">
          {field.value.map((closed) => (
            <li key={closed}>
              <Cluster gap={0.5} align="center">
                <span>{day(closed)}</span>
                <Button size="s" variant="text" aria-label={t("remove", { day: day(closed) })} onClick={() => field.onChange(field.value.filter((one) => one !== closed))}>×</Button>
              </Cluster>
            </li>
          ))}
        </ul>
      </Stack>
    </Fieldset>
  );
}
