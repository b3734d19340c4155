// Fields that show all their choices: several of them (boxes), or one (buttons), each with what it means.
import { Checkbox, Cluster, Fieldset, RadioButton, Stack, StatusLabel, Text } from "smarthr-ui";
import { type ReactNode, useId } from "react";
import { Controller, useFormContext } from "react-hook-form";
import { useText, words } from "~/text/text";

const text = words({
  required: { ja: "必須", en: "Required" },
  missing: { ja: "1つ以上選んでください。", en: "Choose at least one." },
});

export interface Choice {
  value: string;
  label: string;
  /** What choosing it means. */
  about?: ReactNode;
}

interface Props {
  name: string;
  legend: string;
  help?: string;
  required?: boolean;
  choices: Choice[];
  /** Beside each other: for short ones that need no explanation. */
  inline?: boolean;
}

interface Entry {
  choice: Choice;
  show: (described: { "aria-describedby"?: string }) => ReactNode;
}

function Described({ choice, show }: Entry) {
  const id = useId();
  return (
    <div>
      {show(choice.about ? { "aria-describedby": id } : {})}
      {choice.about && (
        <div className="choice-about" id={id}>
          <Text size="S" color="TEXT_GREY">{choice.about}</Text>
        </div>
      )}
    </div>
  );
}

/** Several of a few; the value is the list of those chosen. */
export function ChecksField({ name, legend, help, required = false, choices, inline = false }: Props) {
  const t = useText(text);
  const { control } = useFormContext();
  const Together = inline ? Cluster : Stack;
  const validate = (chosen: string[]) => !required || chosen.length > 0 || t("missing");
  return (
    <Controller
      control={control}
      name={name}
      rules={{ validate }}
      render={({ field, fieldState }) => {
        const chosen = (field.value ?? []) as string[];
        const toggle = (value: string, isOn: boolean) => field.onChange(choices.map((choice) => choice.value).filter((one) => (one === value ? isOn : chosen.includes(one))));
        return (
          <Fieldset
            legend={legend}
            helpMessage={help}
            statusLabels={required ? <StatusLabel key="required" type="red">{t("required")}</StatusLabel> : []}
            errorMessages={fieldState.error?.message ? [fieldState.error.message] : []}
          >
            <Together gap={0.5}>
              {choices.map((choice, place) => (
                <Described
                  key={choice.value}
                  choice={choice}
                  show={(described) => (
                    <Checkbox {...described} ref={place === 0 ? field.ref : undefined} name={name} checked={chosen.includes(choice.value)} error={fieldState.invalid} onBlur={field.onBlur} onChange={(event) => toggle(choice.value, event.target.checked)}>
                      {choice.label}
                    </Checkbox>
                  )}
                />
              ))}
            </Together>
          </Fieldset>
        );
      }}
    />
  );
}

/** One of a few. */
export function RadiosField({ name, legend, help, choices }: Omit<Props, "required" | "inline">) {
  const { control } = useFormContext();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Fieldset legend={legend} helpMessage={help} errorMessages={fieldState.error?.message ? [fieldState.error.message] : []}>
          <Stack gap={0.5}>
            {choices.map((choice, place) => (
              <Described
                key={choice.value}
                choice={choice}
                show={(described) => (
                  <RadioButton {...described} ref={place === 0 ? field.ref : undefined} name={name} value={choice.value} checked={field.value === choice.value} onBlur={field.onBlur} onChange={() => field.onChange(choice.value)}>
                    {choice.label}
                  </RadioButton>
                )}
              />
            ))}
          </Stack>
        </Fieldset>
      )}
    />
  );
}
