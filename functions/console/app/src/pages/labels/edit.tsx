// A label's name and colour: of a new one, or of one that is there.
import { Fieldset, RadioButton } from "smarthr-ui";
import { useForm, useFormContext, useWatch } from "react-hook-form";
import { answer, api } from "~/api/client";
import { useOnce } from "~/api/once";
import { Form, TextField } from "~/form/form";
import { type Label, LabelTag } from "~/show/labels";
import { useTell } from "~/show/notice";
import { FormWindow } from "~/show/window";
import { useLocale, useText, words } from "~/text/text";
import { colours } from "./colours";
import { orderAtEnd } from "./order";
import { useLabelWrite } from "./write";

const text = words({
  enter: { ja: "ラベルの登録", en: "New label" },
  change: { ja: "ラベルの変更", en: "Change the label" },
  name: { ja: "名称", en: "Name" },
  nameHelp: { ja: "50文字まで。変更すると、付いている記録すべてで表示が変わります。", en: "Up to 50 characters. A change shows wherever it is attached." },
  long: { ja: "50文字までで入力してください。", en: "At most 50 characters." },
  taken: { ja: "同じ名称のラベルがあります。", en: "There is a label of this name." },
  colour: { ja: "色", en: "Colour" },
  own: { ja: "ほかの色", en: "Another colour" },
  preview: { ja: "表示例", en: "Preview" },
  unnamed: { ja: "名称", en: "Name" },
  entered: { ja: "ラベルを登録しました。", en: "The label was created." },
  changed: { ja: "ラベルを変更しました。", en: "The label was changed." },
});

const NAME_CHARACTERS = 50;

interface Props {
  label?: Label;
  labels: Label[];
  version: string | undefined;
  isOpen: boolean;
  close: () => void;
}

export function LabelEdit({ isOpen, ...rest }: Props) {
  const t = useText(text);
  return (
    <FormWindow isOpen={isOpen} title={t(rest.label ? "change" : "enter")} close={rest.close}>
      {isOpen && <EditForm {...rest} />}
    </FormWindow>
  );
}

interface Entered {
  name: string;
  colour: string;
}

function EditForm({ label, labels, version, close }: Omit<Props, "isOpen">) {
  const t = useText(text);
  const write = useLabelWrite();
  const tell = useTell();
  const once = useOnce();
  const form = useForm<Entered>({ defaultValues: { name: label?.name ?? "", colour: label?.colour ?? colours[0]?.value ?? "" }, mode: "onTouched" });
  const check = (name: string) => {
    if ([...name].length > NAME_CHARACTERS) return t("long");
    return labels.some((other) => other.id !== label?.id && other.name === name) ? t("taken") : undefined;
  };
  const send = async ({ name, colour }: Entered) => {
    const body = { name: name.trim(), colour, order: label?.order ?? orderAtEnd(labels) };
    const call = label
      ? answer(api.PUT("/api/labels/{id}", { params: { path: { id: label.id }, header: version ? { "If-Match": version } : {} }, body }))
      : answer(api.POST("/api/labels", { body, params: { header: once(body) } }));
    await write(call);
    tell({ kind: "success", said: t(label ? "changed" : "entered") });
    close();
  };
  return (
    <Form form={form} send={send} cancel={close}>
      <TextField name="name" label={t("name")} required help={t("nameHelp")} autoComplete="off" check={check} />
      <Colours />
      <Preview />
    </Form>
  );
}

function Colours() {
  const t = useText(text);
  const locale = useLocale();
  const { control, setValue } = useFormContext<Entered>();
  const chosen = useWatch({ control, name: "colour" });
  const choose = (colour: string) => setValue("colour", colour, { shouldDirty: true });
  const isOwn = !colours.some(({ value }) => value === chosen);
  return (
    <Fieldset legend={t("colour")}>
      <div className="colour-choices">
        {colours.map(({ value, name }) => (
          <RadioButton key={value} name="colour" value={value} checked={chosen === value} onChange={() => choose(value)}>
            <span className="label-choice"><span className="label-dot" style={{ backgroundColor: value }} />{name[locale]}</span>
          </RadioButton>
        ))}
        <span className="colour-own">
          <RadioButton name="colour" value="own" checked={isOwn} onChange={() => choose("#000000")}>{t("own")}</RadioButton>
          {isOwn && <input type="color" aria-label={t("own")} value={chosen} onChange={(event) => choose(event.target.value)} />}
        </span>
      </div>
    </Fieldset>
  );
}

function Preview() {
  const t = useText(text);
  const { control } = useFormContext<Entered>();
  const { name, colour } = useWatch({ control }) as Entered;
  return (
    <div>
      <span>{t("preview")}</span>{"　"}
      <LabelTag label={{ id: "", order: 0, name: name.trim() || t("unnamed"), colour }} />
    </div>
  );
}
