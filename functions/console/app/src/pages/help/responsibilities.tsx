// 責任分界: who answers for what (WP1), as docs/responsibilities.md has it.
import document from "docs/responsibilities.md?raw";
import { Base, Table, Td, Text, Th } from "smarthr-ui";
import { Part } from "~/show/facts";
import { Page } from "~/show/page";
import { useLocale, useText, words } from "~/text/text";
import { type Table as Read, tablesOf } from "./tables";

const text = words({
  title: { ja: "責任分界", en: "Who answers for what" },
  above: { ja: "ヘルプ", en: "Help" },
  split: { ja: "運営者とお客様の責任", en: "The operator and you" },
  about: { ja: "運営者とお客様がそれぞれ何に責任を負い、このサービスがお客様の責任をどう支えるかをまとめています。", en: "What the operator answers for, what you do, and how the service helps you with your side." },
  suppliers: { ja: "委託先", en: "Suppliers" },
  suppliersAbout: { ja: "どの委託先も、ここに書いたもの以外は受け取りません。", en: "None of them gets anything that isn't named here." },
});

const [split, suppliers] = tablesOf(document);

export function Responsibilities() {
  const t = useText(text);
  return (
    <Page title={t("title")} above={{ to: "/help", name: t("above") }}>
      <Part title={t("split")}>
        <Text>{t("about")}</Text>
        {split && <Shown table={split} name={t("split")} />}
      </Part>
      <Part title={t("suppliers")}>
        <Text>{t("suppliersAbout")}</Text>
        {suppliers && <Shown table={suppliers} name={t("suppliers")} />}
      </Part>
    </Page>
  );
}

function Shown({ table, name }: { table: Read; name: string }) {
  const locale = useLocale();
  return (
    <Base overflow="auto" className="records">
      <Table aria-label={name}>
        <thead>
          <tr>
            {table.head.map((cell) => (
              <Th key={cell.en}>{cell[locale]}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row[0]?.en}>
              {row.map((cell, column) => (
                <Td key={table.head[column]?.en} data-title={table.head[column]?.[locale]}>{cell[locale] || "－"}</Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Base>
  );
}
