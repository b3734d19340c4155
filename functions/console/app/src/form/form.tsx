// Forms: fields that say what is wrong beside them, as one types and as the API says it.
import { Button, Cluster, FormControl, Input, Select, Stack, StatusLabel, Textarea } from "smarthr-ui";
import { type ReactNode, useState } from "react";
import { Controller, type FieldPath, type FieldValues, FormProvider, useFormContext, type UseFormReturn } from "react-hook-form";
import { asProblem } from "~/api/problem";
import { Failure } from "~/show/failure";
import { useText, words } from "~/text/text";

const text = words({
  save: { ja: "保存", en: "Save" },
  cancel: { ja: "キャンセル", en: "Cancel" },
  required: { ja: "必須", en: "Required" },
  missing: { ja: "入力してください。", en: "Please fill this in." },
});

interface FormProps<V extends FieldValues> {
  form: UseFormReturn<V>;
  /** Sends what was entered; what it throws is shown, at the fields that it names. */
  send: (values: V) => Promise<unknown>;
  action?: string;
  cancel?: (() => void) | undefined;
  children: ReactNode;
}

/** A form with its buttons. */
export function Form<V extends FieldValues>({ form, send, action, cancel, children }: FormProps<V>) {
  const t = useText(text);
  const [error, setError] = useState<unknown>();
  const submit = form.handleSubmit(async (values) => {
    setError(undefined);
    try {
      await send(values);
    } catch (failed) {
      const problem = asProblem(failed);
      const known = problem.fields.map((field) => ({ ...field, field: pathOf(field.field) })).filter((field) => field.field in flat(values));
      for (const field of known) form.setError(field.field as FieldPath<V>, { message: field.message ?? problem.message });
      if (known.length < Math.max(problem.fields.length, 1)) setError(failed);
      else form.setFocus(known[0]?.field as FieldPath<V>);
    }
  });
  return (
    <FormProvider {...form}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={1.5}>
          {children}
          {error !== undefined && <Failure error={error} />}
          <Cluster gap={0.5}>
            <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>{action ?? t("save")}</Button>
            {cancel && <Button onClick={cancel}>{t("cancel")}</Button>}
          </Cluster>
        </Stack>
      </form>
    </FormProvider>
  );
}

/** The API says `lines[2].item` of what is `lines.2.item` here. */
const pathOf = (field: string): string => field.replace(/\[(\d+)\]/g, ".$1");

// The paths of all values: `{ terms: { name: "" } }` has `terms` and `terms.name`.
function flat(values: FieldValues, head = ""): Record<string, true> {
  const found: Record<string, true> = {};
  for (const [name, value] of Object.entries(values)) {
    found[head + name] = true;
    if (value && typeof value === "object") Object.assign(found, flat(value as FieldValues, `${head}${name}.`));
  }
  return found;
}

interface FieldProps {
  name: string;
  label: string;
  help?: string;
  example?: string;
  required?: boolean;
  /** What is wrong with a value; `undefined` where nothing is. */
  check?: (value: string) => string | undefined;
}

interface Control {
  id?: string;
  value: string;
  error: boolean;
  onChange: (value: string) => void;
  onBlur: () => void;
  ref: (element: HTMLElement | null) => void;
  name: string;
  required: boolean;
}

/** A labelled field around some control whose value is text. */
export function Field({ name, label, help, example, required = false, check, show }: FieldProps & { show: (control: Control) => ReactNode }) {
  const t = useText(text);
  const { control } = useFormContext();
  const validate = (value: string | undefined) => {
    const entered = (value ?? "").trim();
    if (!entered) return required ? t("missing") : true;
    return check?.(entered) ?? true;
  };
  return (
    <Controller
      control={control}
      name={name}
      rules={{ validate }}
      render={({ field, fieldState }) => (
        <FormControl
          label={label}
          statusLabels={required ? <StatusLabel key="required" type="red">{t("required")}</StatusLabel> : []}
          helpMessage={help}
          exampleMessage={example}
          errorMessages={fieldState.error?.message ? [fieldState.error.message] : []}
        >
          {show({ ...field, value: field.value ?? "", error: fieldState.invalid, required })}
        </FormControl>
      )}
    />
  );
}

type InputKind = "text" | "email" | "tel" | "date" | "month" | "time" | "password" | "url";

/** A field of one line. */
export function TextField({ type = "text", width = "100%", autoComplete, inputMode, ...field }: FieldProps & { type?: InputKind; width?: string; autoComplete?: string; inputMode?: "numeric" | "text" | "tel" }) {
  return (
    <Field
      {...field}
      show={({ ref, onChange, required, ...control }) => (
        <Input {...control} ref={ref} type={type} width={width} autoComplete={autoComplete} inputMode={inputMode} aria-required={required} onChange={(event) => onChange(event.target.value)} />
      )}
    />
  );
}

/** A day. */
export const DateField = (field: FieldProps) => <TextField {...field} type="date" width="12em" />;

/** A whole number, such as yen. */
export function NumberField(field: FieldProps & { width?: string }) {
  return <TextField width="10em" {...field} inputMode="numeric" />;
}

/** A field of several lines. */
export function NoteField({ rows = 4, ...field }: FieldProps & { rows?: number }) {
  return (
    <Field
      {...field}
      show={({ ref, onChange, required, ...control }) => (
        <Textarea {...control} ref={ref} rows={rows} width="100%" aria-required={required} onChange={(event) => onChange(event.target.value)} />
      )}
    />
  );
}

/** A choice among a few. */
export function ChoiceField({ options, blank = false, width = "auto", ...field }: FieldProps & { options: { value: string; label: string }[]; blank?: boolean; width?: string }) {
  return (
    <Field
      {...field}
      show={({ ref, onChange, required, ...control }) => (
        <Select {...control} ref={ref} width={width} hasBlank={blank} aria-required={required} options={options} onChangeValue={onChange} />
      )}
    />
  );
}
