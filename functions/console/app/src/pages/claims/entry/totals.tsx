// The sums of what is entered, as it is entered.
import { Text } from "smarthr-ui";
import { useFormContext, useWatch } from "react-hook-form";
import { useFormat } from "~/text/format";
import { cares, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import type { Care } from "../names";
import { type Entered, isBlank, totals } from "./values";

const text = words({
  total: { ja: "合計 {amount}（{count}行）", en: "{amount} in all ({count, plural, one {# line} other {# lines}})" },
  care: { ja: "{care} {amount}", en: "{care} {amount}" },
});

export function Totals() {
  const t = useText(text);
  const name = useName();
  const { yen } = useFormat();
  const { control } = useFormContext<Entered>();
  const lines = useWatch({ control, name: "lines" });
  const sums = totals(lines);
  const shown = (Object.keys(sums.cares) as Care[]).filter((care) => sums.cares[care] > 0);
  return (
    <div className="line-totals" aria-live="polite">
      {shown.length > 1 && shown.map((care) => <Text key={care}>{t("care", { care: name(cares, care), amount: yen(sums.cares[care]) })}</Text>)}
      <Text weight="bold" size="L">{t("total", { amount: yen(sums.all), count: lines.filter((line) => !isBlank(line)).length })}</Text>
    </div>
  );
}
