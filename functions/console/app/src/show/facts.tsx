// What is known of a record: terms with what stands for them, a dash where nothing was entered.
import { Base, Cluster, DefinitionList, DefinitionListItem, Heading, Section, Stack } from "smarthr-ui";
import { createContext, type ReactNode, use } from "react";
import { useText, words } from "~/text/text";
import "./facts.css";

const text = words({ nothing: { ja: "未登録", en: "Not entered" } });

/** A part of a page with its heading, and what can be done in it. */
export function Part({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <Section>
      <Stack gap={0.75}>
        <Cluster justify="space-between" align="center" gap={0.5}>
          <Heading type="blockTitle">{title}</Heading>
          {actions && <Cluster gap={0.5}>{actions}</Cluster>}
        </Cluster>
        {children}
      </Stack>
    </Section>
  );
}

const Columns = createContext(2);

/** Facts on a white ground. */
export function Facts({ columns = 2, children }: { columns?: number; children: ReactNode }) {
  return (
    <Base padding={1.25}>
      <Columns value={columns}>
        <DefinitionList>{children}</DefinitionList>
      </Columns>
    </Base>
  );
}

/** One of them. */
export function Fact({ term, wide = false, children }: { term: string; wide?: boolean; children?: ReactNode }) {
  const t = useText(text);
  const columns = use(Columns);
  const isEmpty = children === null || children === undefined || children === "" || children === false;
  return (
    <DefinitionListItem term={term} fullWidth={wide} maxColumns={columns}>
      {isEmpty ? <span className="fact-nothing">{t("nothing")}</span> : <span className="fact">{children}</span>}
    </DefinitionListItem>
  );
}

/** What a record is, with its timeline beside it where there is room. */
export function Beside({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className="beside">
      <Stack gap={2}>{children}</Stack>
      <div>{aside}</div>
    </div>
  );
}
