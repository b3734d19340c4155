// Somebody else changed the record while one was entering: what is there now beside what was entered, and the choice between both.
// Nothing that was entered is lost unless one says so.
import { Base, Button, Cluster, InformationPanel, Stack, Table, Td, Text, Th } from "smarthr-ui";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "ほかの人が先に変更しました", en: "Somebody else has changed this meanwhile" },
  about: {
    ja: "入力した内容は残っています。違いを確かめて、どちらにするか選んでください。",
    en: "What you entered is kept. Look at the differences, and choose.",
  },
  same: { ja: "入力した項目に違いはありません。そのまま保存し直せます。", en: "Nothing that you entered differs. You can save again." },
  field: { ja: "項目", en: "Field" },
  now: { ja: "現在の内容", en: "As it is now" },
  entered: { ja: "入力した内容", en: "As you entered it" },
  keep: { ja: "入力した内容で保存", en: "Save what I entered" },
  take: { ja: "現在の内容を読み込む", en: "Take what is there now" },
});

/** A field in words, as it is now and as it was entered. */
export interface Difference {
  field: string;
  now: string;
  entered: string;
}

interface Props {
  /** The fields that may differ; those that don't are left out. */
  fields: Difference[];
  /** What is entered is from now on held against what is there now; the form that this stands in is then sent. */
  keep: () => void;
  /** Takes what is there now in place of what was entered. */
  take: () => void;
}

export function Overtaken({ fields, keep, take }: Props) {
  const t = useText(text);
  const differing = fields.filter((field) => field.now !== field.entered);
  return (
    <InformationPanel type="warning" toggleable={false} title={t("title")} role="alert">
      <Stack gap={1}>
        <Text>{t(differing.length > 0 ? "about" : "same")}</Text>
        {differing.length > 0 && (
          <Base overflow="auto" className="records">
            <Table aria-label={t("title")}>
              <thead>
                <tr>
                  <Th>{t("field")}</Th>
                  <Th>{t("now")}</Th>
                  <Th>{t("entered")}</Th>
                </tr>
              </thead>
              <tbody>
                {differing.map((field) => (
                  <tr key={field.field}>
                    <Td data-title={t("field")}>{field.field}</Td>
                    <Td data-title={t("now")}>{field.now}</Td>
                    <Td data-title={t("entered")}>{field.entered}</Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </Base>
        )}
        <Cluster gap={0.5}>
          <Button type="submit" onClick={keep}>{t("keep")}</Button>
          <Button onClick={take}>{t("take")}</Button>
        </Cluster>
      </Stack>
    </InformationPanel>
  );
}
