// The terms of a product, as whoever makes products thinks of them: what is paid, up to what, and what isn't.
import { Base, Checkbox, Cluster, Fieldset, Heading, Section, Stack, Text } from "smarthr-ui";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { wholeNumber } from "~/form/entered";
import { NumberField, TextField } from "~/form/form";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useLocale, useText, words } from "~/text/text";
import { type Care, type Entered, careKinds, exampleOf } from "./entered";
import { exclusionCodes, exclusions } from "./exclusions";

const text = words({
  basics: { ja: "基本", en: "Basics" },
  name: { ja: "商品名", en: "Name" },
  rate: { ja: "補償割合（%）", en: "Coverage rate (%)" },
  rateHelp: { ja: "診療費のうち、保険金として支払う割合", en: "The share of the cost that is paid" },
  rateWrong: { ja: "1から100までの整数で入力してください。", en: "Enter a whole number from 1 to 100." },
  deductible: { ja: "免責金額（円）", en: "Deductible (yen)" },
  deductibleHelp: { ja: "通院1日・入院1日・手術1回ごとに契約者が負担し、残りに補償割合をかけます。なければ0", en: "Borne by the policyholder for each day or operation, before the rate; 0 for none" },
  waiting: { ja: "待機期間（日）", en: "Waiting period (days)" },
  waitingHelp: { ja: "初年度契約の始期日から、病気を補償しない日数。けがには適用しません。なければ0", en: "Days from the first contract's start in which illness isn't covered; 0 for none" },
  waitingWrong: { ja: "0から365までの整数で入力してください。", en: "Enter a whole number from 0 to 365." },
  yearly: { ja: "年間限度額（円）", en: "Yearly amount (yen)" },
  yearlyHelp: { ja: "1保険年度に支払う合計の上限。空欄は限度なし", en: "The most that is paid in a policy year; empty for no limit" },
  grace: { ja: "保険料の払込猶予（月）", en: "Grace for premiums (months)" },
  graceHelp: { ja: "払込期月の何か月後の月末まで待つか。過ぎると契約は失効します。", en: "How many months after the due month a premium is waited for, before the policy lapses" },
  graceWrong: { ja: "0から6までの整数で入力してください。", en: "Enter a whole number from 0 to 6." },
  care: { ja: "補償する診療", en: "Covered care" },
  careHelp: { ja: "補償する診療を選び、上限を入力してください。空欄は上限なしです。", en: "Choose what is covered and its limits; empty for none." },
  covered: { ja: "{care}を補償する", en: "{care} is covered" },
  dayCap: { ja: "1日の支払限度額（円）", en: "Cap a day (yen)" },
  timeCap: { ja: "1回の支払限度額（円）", en: "Cap a time (yen)" },
  dayLimit: { ja: "年間の限度日数", en: "Days a year" },
  timeLimit: { ja: "年間の限度回数", en: "Times a year" },
  limitWrong: { ja: "1から366までの整数で入力してください。", en: "Enter a whole number from 1 to 366." },
  yenWrong: { ja: "円の整数で入力してください。", en: "Enter whole yen." },
  yenPositive: { ja: "1円以上の整数で入力してください。", en: "Enter whole yen, 1 or more." },
  noCare: { ja: "補償する診療を1つ以上選んでください。", en: "Choose at least one." },
  exclusions: { ja: "補償しない費用", en: "What is left out" },
  exclusionsHelp: { ja: "選んだものは、査定で対象外になります。", en: "What is chosen is excluded when a claim is assessed." },
  example: { ja: "計算例", en: "Example" },
  exampleOf: { ja: "通院1日、診療費{amount}のとき、支払う保険金は{paid}です。", en: "For a visit that cost {amount}, {paid} is paid." },
  exampleCapped: { ja: "（割合どおりでは{share}ですが、1日の支払限度額までです。）", en: " (The rate gives {share}; the cap holds it down.)" },
});

export function TermsFields() {
  return (
    <>
      <Basics />
      <CareFields />
      <Exclusions />
      <Example />
    </>
  );
}

function useChecks() {
  const t = useText(text);
  const within = (least: number, most: number, said: string) => (value: string) => {
    const number = wholeNumber(value);
    return number !== undefined && number >= least && number <= most ? undefined : said;
  };
  const most = 999_999_999_999;
  return { within, yen: within(0, most, t("yenWrong")), yenPositive: within(1, most, t("yenPositive")) };
}

function Basics() {
  const t = useText(text);
  const { within, yen, yenPositive } = useChecks();
  return (
    <Base padding={1.5}>
      <Section>
        <Stack gap={1.5}>
          <Heading type="blockTitle">{t("basics")}</Heading>
          <TextField name="terms.name" label={t("name")} required autoComplete="off" />
          <NumberField name="terms.coverage_rate_percent" label={t("rate")} required help={t("rateHelp")} check={within(1, 100, t("rateWrong"))} />
          <NumberField name="terms.deductible_yen" label={t("deductible")} required help={t("deductibleHelp")} check={yen} />
          <NumberField name="terms.yearly_amount_yen" label={t("yearly")} help={t("yearlyHelp")} check={yenPositive} />
          <NumberField name="terms.waiting_days" label={t("waiting")} required help={t("waitingHelp")} check={within(0, 365, t("waitingWrong"))} />
          <NumberField name="terms.premium.grace_months" label={t("grace")} required help={t("graceHelp")} check={within(0, 6, t("graceWrong"))} />
        </Stack>
      </Section>
    </Base>
  );
}

function CareFields() {
  const t = useText(text);
  const { formState } = useFormContext<Entered>();
  const broken = formState.errors.terms?.care;
  const said = careKinds.map((kind) => broken?.[kind]?.isCovered?.message).find(Boolean);
  return (
    <Base padding={1.5}>
      <Fieldset legend={t("care")} helpMessage={t("careHelp")} errorMessages={said ? [said] : []}>
        <Stack gap={1.5}>
          {careKinds.map((kind) => (
            <CareField key={kind} kind={kind} />
          ))}
        </Stack>
      </Fieldset>
    </Base>
  );
}

function CareField({ kind }: { kind: Care }) {
  const t = useText(text);
  const name = useName();
  const { within, yenPositive } = useChecks();
  const { control } = useFormContext<Entered>();
  const isCovered = useWatch({ control, name: `terms.care.${kind}.isCovered` });
  const isTimes = kind === "operation";
  return (
    <Stack gap={0.75}>
      <Controller
        control={control}
        name={`terms.care.${kind}.isCovered`}
        rules={{ validate: (_, values) => careKinds.some((one) => values.terms.care[one].isCovered) || t("noCare"), deps: careKinds.map((one) => `terms.care.${one}.isCovered` as const) }}
        render={({ field: { value, onChange, ...field }, fieldState }) => (
          <Checkbox {...field} checked={value} error={fieldState.invalid} onChange={(event) => onChange(event.target.checked)}>
            {t("covered", { care: name(cares, kind) })}
          </Checkbox>
        )}
      />
      {isCovered && (
        <Cluster gap={1.5} align="flex-start">
          <NumberField name={`terms.care.${kind}.cap_yen`} label={t(isTimes ? "timeCap" : "dayCap")} check={yenPositive} />
          <NumberField name={`terms.care.${kind}.limit_per_year`} label={t(isTimes ? "timeLimit" : "dayLimit")} check={within(1, 366, t("limitWrong"))} />
        </Cluster>
      )}
    </Stack>
  );
}

function Exclusions() {
  const t = useText(text);
  const locale = useLocale();
  const { control } = useFormContext<Entered>();
  return (
    <Base padding={1.5}>
      <Fieldset legend={t("exclusions")} helpMessage={t("exclusionsHelp")}>
        <Controller
          control={control}
          name="terms.exclusions"
          render={({ field }) => (
            <Stack gap={0.75}>
              {exclusionCodes.map((code) => (
                <Checkbox
                  key={code}
                  checked={field.value.includes(code)}
                  onChange={(event) => field.onChange(event.target.checked ? [...field.value, code] : field.value.filter((one) => one !== code))}
                >
                  {exclusions[code].name[locale]}
                  <br />
                  <Text size="S" color="TEXT_GREY">{exclusions[code].about[locale]}</Text>
                </Checkbox>
              ))}
            </Stack>
          )}
        />
      </Fieldset>
    </Base>
  );
}

const AMOUNT = 20_000;

function Example() {
  const t = useText(text);
  const { yen } = useFormat();
  const { control } = useFormContext<Entered>();
  const values = useWatch({ control }) as Entered;
  const example = exampleOf(values, AMOUNT);
  if (!example) return null;
  return (
    <Base padding={1.5}>
      <Section>
        <Stack gap={0.5}>
          <Heading type="blockTitle">{t("example")}</Heading>
          <Text aria-live="polite">
            {t("exampleOf", { amount: yen(AMOUNT), paid: yen(example.paid) })}
            {example.paid < example.share && t("exampleCapped", { share: yen(example.share) })}
          </Text>
        </Stack>
      </Section>
    </Base>
  );
}
