// Exporting a period: a table for people, and the file that a verifier proves.
import { AnchorButton, Button, Cluster, InformationPanel, Loader, Stack, Text } from "smarthr-ui";
import { useState } from "react";
import { useForm, useFormContext, useWatch } from "react-hook-form";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { DateField, Form } from "~/form/form";
import { FormWindow } from "~/show/window";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { DAYS_MOST, wrongPeriod } from "./period";

type Made = components["schemas"]["TimelineExportReply"];

const text = words({
  export: { ja: "CSVで書き出す", en: "Export as CSV" },
  title: { ja: "タイムラインの書出し", en: "Export the timeline" },
  about: { ja: "期間のすべての記録を、表計算ソフトで開けるCSVと、検証用ファイル（JSON Lines）に書き出します。画面の絞り込みは使われません。書き出したことも記録されます。", en: "Everything of the period as CSV for spreadsheets, and as JSON Lines for the verifier. The filters of the page don't apply. That it was exported is recorded, too." },
  from: { ja: "期間の初日", en: "From" },
  to: { ja: "期間の末日", en: "To" },
  order: { ja: "期間の末日は、初日以後の日付にしてください。", en: "The last day can't be before the first." },
  length: { ja: "期間は{days}日までにしてください。", en: "At most {days} days." },
  go: { ja: "書き出す", en: "Export" },
  working: { ja: "書き出しています。記録が多いと1分ほどかかります。この画面を開いたままお待ちください。", en: "Exporting. It may take a minute; please keep this open." },
  done: { ja: "{count}件を書き出しました", en: "{count} entries were exported" },
  links: { ja: "リンクは{at}まで有効です。リンクを知っている人はだれでも取得できるため、ほかの人に送らないでください。", en: "The links hold until {at}. Whoever has a link has the file: don't hand it on." },
  csv: { ja: "CSVをダウンロード", en: "Download the CSV" },
  lines: { ja: "検証用ファイルをダウンロード", en: "Download the file for the verifier" },
  close: { ja: "閉じる", en: "Close" },
});

interface Period {
  from: string;
  to: string;
}

export function ExportButton(period: Period) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("export")}</Button>
      <FormWindow isOpen={isOpen} title={t("title")} close={close}>
        {isOpen && <Export period={period} close={close} />}
      </FormWindow>
    </>
  );
}

function Export({ period, close }: { period: Period; close: () => void }) {
  const t = useText(text);
  const form = useForm<Period>({ defaultValues: period, mode: "onTouched" });
  const [made, setMade] = useState<{ reply: Made; until: Date }>();
  const send = async (body: Period) => {
    const reply = await answer(api.POST("/api/timeline/exports", { body }));
    setMade({ reply, until: new Date(Date.now() + reply.expires_in_seconds * 1000) });
  };
  if (made) return <Links made={made.reply} until={made.until} close={close} />;
  return (
    <Stack gap={1.25}>
      <Text>{t("about")}</Text>
      <Form form={form} send={send} action={t("go")} cancel={close}>
        <PeriodFields />
        {form.formState.isSubmitting && (
          <Cluster align="center" gap={0.5} role="status"><Loader size="s" alt="" /><Text>{t("working")}</Text></Cluster>
        )}
      </Form>
    </Stack>
  );
}

function PeriodFields() {
  const t = useText(text);
  const { control } = useFormContext<Period>();
  const from = useWatch({ control, name: "from" });
  const check = (to: string) => {
    const wrong = wrongPeriod(from, to);
    return wrong && t(wrong, { days: DAYS_MOST });
  };
  return (
    <Cluster gap={1.25} align="flex-start">
      <DateField name="from" label={t("from")} required />
      <DateField name="to" label={t("to")} required check={check} />
    </Cluster>
  );
}

function Links({ made, until, close }: { made: Made; until: Date; close: () => void }) {
  const t = useText(text);
  const { moment, number } = useFormat();
  return (
    <Stack gap={1.25}>
      <InformationPanel type="success" toggleable={false} title={t("done", { count: number(made.entries) })} role="status">
        <Text>{t("links", { at: moment(until.toISOString()) })}</Text>
      </InformationPanel>
      <Cluster gap={0.75}>
        <AnchorButton href={made.csv} variant="primary" download>{t("csv")}</AnchorButton>
        <AnchorButton href={made.json_lines} download>{t("lines")}</AnchorButton>
        <Button onClick={close}>{t("close")}</Button>
      </Cluster>
    </Stack>
  );
}
