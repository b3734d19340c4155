// The start: one's work, what is new, and the figures of the month.
import { Stack } from "smarthr-ui";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";
import { FiguresPart } from "./figures";
import { Standing } from "./standing";
import { WorkPart } from "./work";
import "./home.css";

const text = words({ title: { ja: "ホーム", en: "Home" } });

export function Home() {
  const t = useText(text);
  return (
    <Page title={t("title")}>
      <Stack gap={2}>
        <WorkPart />
        <Standing />
        <FiguresPart />
      </Stack>
    </Page>
  );
}
