// Forms: fields that say what is wrong beside them, as one types and as the API says it.
import { Button, Cluster, FormControl, Input, Select, Stack, StatusLabel, Textarea } from "smarthr-ui";
import { type ComponentType, type MouseEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { Controller, type FieldPath, type FieldValues, FormProvider, useFormContext, type UseFormReturn } from "react-hook-form";
import { asProblem } from "~/api/problem";
import { Failure } from "~/show/failure";
import { useText, words } from "~/text/text";
import { useOnPage } from "./on-page";

const text = words({
  save: { ja: "保存", en: "Save" },
  cancel: { ja: "キャンセル", en: "Cancel" },
  required: { ja: "必須", en: "Required" },
  missing: { ja: "入力してください。", en: "Please fill this in." },
});

/** Refusals of a record that are about one field of it. */
const OWN_FIELDS: Record<string, string> = { policy_number_taken: "number" };

interface FormProps<V extends FieldValues> {
  form: UseFormReturn<V>;
  /** Sends what was entered; what it throws is shown, at the fields that it names. */
  send: (values: V) => Promise<unknown>;
  action?: string;
  cancel?: (() => void) | undefined;
  /** What is entered is kept as a draft: it isn't lost when one leaves. */
  isDrafted?: boolean;
  children: ReactNode;
}

// A press on a button takes the focus from a field, whose error then moves the button away before it is let go: the click went nowhere.
function keepInPlace(event: MouseEvent<HTMLFormElement>): void {
  if ((event.target as Element).closest("button, label, input[type=checkbox], input[type=radio]")) event.preventDefault();
}

/** A form with its buttons. */
export function Form<V extends FieldValues>({ form, send, action, cancel, isDrafted = false, children }: FormProps<V>) {
  const t = useText(text);
  const [error, setError] = useState<unknown>();
  const isOnPage = useOnPage();
  const mayLeave = useRef(false);
  const Leaving = useLeaving(isOnPage && !isDrafted);
  const submit = form.handleSubmit(async (values) => {
    setError(undefined);
    mayLeave.current = true;
    try {
      await send(values);
    } catch (failed) {
      mayLeave.current = false;
      const problem = asProblem(failed);
      const known = problem.fields.map((field) => ({ ...field, field: pathOf(field.field) })).filter((field) => field.field in flat(values));
      // A number that is taken is told of the record, and belongs to its field.
      const own = OWN_FIELDS[problem.code];
      if (own && own in values) known.push({ field: own, code: problem.code, message: problem.message });
      for (const field of known) form.setError(field.field as FieldPath<V>, { message: field.message ?? problem.message });
      if (known.length < Math.max(problem.fields.length, 1)) setError(failed);
      else form.setFocus(known[0]?.field as FieldPath<V>);
    }
  });
  const giveUp = () => {
    mayLeave.current = true;
    cancel?.();
  };
  return (
    <FormProvider {...form}>
      {form.formState.isDirty && Leaving && <Leaving mayLeave={mayLeave} />}
      <form onSubmit={(event) => void submit(event)} onMouseDown={keepInPlace} noValidate>
        <Stack gap={1.5}>
          {children}
          {error !== undefined && <Failure error={error} />}
          <Cluster gap={0.5}>
            <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>{action ?? t("save")}</Button>
            {cancel && <Button onClick={giveUp}>{t("cancel")}</Button>}
          </Cluster>
        </Stack>
      </form>
    </FormProvider>
  );
}

// Loaded beside the page, and there before anything is entered; where it doesn't come nobody is asked, and nothing else is amiss.
function useLeaving(isWanted: boolean) {
  const [loaded, setLoaded] = useState<{ Leaving: ComponentType<{ mayLeave: RefObject<boolean> }> }>();
  useEffect(() => {
    if (isWanted) void import("./leaving").then(setLoaded, () => {});
  }, [isWanted]);
  return isWanted ? loaded?.Leaving : undefined;
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
