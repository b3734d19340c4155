// A place that the console doesn't have, and a page that failed to load or to be shown.
import { Stack, Text } from "smarthr-ui";
import { Link, useRouteError } from "react-router";
import { asProblem } from "~/api/problem";
import { Failure } from "~/show/failure";
import { Page } from "~/show/page";
import { useText, words } from "~/text/text";

const text = words({
  missing: { ja: "ページが見つかりません", en: "No such page" },
  about: { ja: "アドレスが違うか、ページがなくなりました。", en: "The address is wrong, or the page is gone." },
  home: { ja: "ホームへ", en: "To the start" },
  broken: { ja: "ページを表示できません", en: "The page can't be shown" },
});

export function Missing() {
  const t = useText(text);
  return (
    <Page title={t("missing")}>
      <Stack gap={1}>
        <Text>{t("about")}</Text>
        <Link to="/">{t("home")}</Link>
      </Stack>
    </Page>
  );
}

/** What stands in place of a page whose files didn't arrive, or that has a fault. */
export function Broken() {
  const t = useText(text);
  const error = useRouteError();
  return (
    <div className="broken">
      <Page title={t("broken")}>
        <Failure error={asProblem(error)} retry={() => window.location.reload()} />
      </Page>
    </div>
  );
}
