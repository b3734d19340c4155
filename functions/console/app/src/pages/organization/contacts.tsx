// The contacts that notices and reports of incidents go to.
import { Button, Fieldset, Stack } from "smarthr-ui";
import { useFieldArray, useFormContext } from "react-hook-form";
import { TextField } from "~/form/form";
import { useText, words } from "~/text/text";
import type { Entered } from "./known";

const text = words({
  contacts: { ja: "連絡先", en: "Contacts" },
  about: { ja: "障害やお知らせをメールする宛先です。20件まで登録できます。1人が不在でも届くよう、2件以上をお勧めします。", en: "Incidents and notices are mailed there; 20 at most. Two or more reach you even when somebody is away." },
  each: { ja: "連絡先{place}", en: "Contact {place}" },
  name: { ja: "氏名・部署", en: "Name or department" },
  address: { ja: "メールアドレス", en: "Mail address" },
  repeated: { ja: "ほかの連絡先と同じメールアドレスです。", en: "Another contact has this mail address." },
  add: { ja: "連絡先を追加", en: "Add a contact" },
  remove: { ja: "連絡先{place}を削除", en: "Remove contact {place}" },
});

const MOST = 20;

/** As the API reads an address. */
const folded = (address: string): string => address.trim().toLowerCase();

export function Contacts() {
  const t = useText(text);
  const { control, formState, getValues } = useFormContext<Entered>();
  const { fields, append, remove } = useFieldArray({ control, name: "contacts" });
  const isRepeated = (address: string, place: number) => getValues("contacts").some((other, at) => at < place && folded(other.mail_address) === folded(address));
  const wrong = formState.errors.contacts?.message;
  return (
    <Fieldset legend={t("contacts")} helpMessage={t("about")} errorMessages={wrong ? [wrong] : []}>
      <Stack gap={1}>
        {fields.map((field, place) => (
          <div key={field.id} role="group" aria-label={t("each", { place: place + 1 })} className="contact">
            <TextField name={`contacts.${place}.name`} label={t("name")} autoComplete="off" required />
            <TextField name={`contacts.${place}.mail_address`} label={t("address")} type="email" autoComplete="off" required check={(address) => (isRepeated(address, place) ? t("repeated") : undefined)} />
            {fields.length > 1 && <Button size="s" onClick={() => remove(place)}>{t("remove", { place: place + 1 })}</Button>}
          </div>
        ))}
        {fields.length < MOST && <div><Button size="s" onClick={() => append({ name: "", mail_address: "" })}>{t("add")}</Button></div>}
      </Stack>
    </Fieldset>
  );
}
