// The start: one's work, what is new, and the figures of the month.
import { Stack } from "smarthr-ui";
import { lazy, Suspense } from "react";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { useText, words } from "~/text/text";
import { Standing } from "./standing";
import { WorkPart } from "./work";
import "./home.css";

const text = words({ title: { ja: "ホーム", en: "Home" } });

// The library of charts is loaded once the rest is there.
const FiguresPart = lazy(async () => ({ default: (await import("./figures")).FiguresPart }));

export function Home() {
  const t = useText(text);
  return (
    <Page title={t("title")}>
      <Stack gap={2}>
        <WorkPart />
        <Standing />
        <Suspense fallback={<WaitingRows />}>
          <FiguresPart />
        </Suspense>
      </Stack>
    </Page>
  );
}
