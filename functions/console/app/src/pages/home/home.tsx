// The start: last sign-ins, and from there one's work.
import { Base, DefinitionList, DefinitionListItem, Heading, Section, Stack } from "smarthr-ui";
import { useMe } from "~/session/me";
import { Page } from "~/show/page";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";

const text = words({
  title: { ja: "ホーム", en: "Home" },
  signIns: { ja: "ログインの記録", en: "Sign-ins" },
  last: { ja: "今回のログイン", en: "This sign-in" },
  previous: { ja: "前回のログイン", en: "The one before" },
  none: { ja: "記録はありません", en: "None" },
});

export function Home() {
  const t = useText(text);
  const me = useMe();
  const { moment } = useFormat();
  const said = (found: typeof me.last_sign_in) => (found ? `${moment(found.at)} (${found.address})` : t("none"));
  return (
    <Page title={t("title")}>
      <Section>
        <Stack gap={0.75}>
          <Heading type="blockTitle">{t("signIns")}</Heading>
          <Base padding={1}>
            <DefinitionList>
              <DefinitionListItem term={t("last")} maxColumns={2}>{said(me.last_sign_in)}</DefinitionListItem>
              <DefinitionListItem term={t("previous")} maxColumns={2}>{said(me.previous_sign_in)}</DefinitionListItem>
            </DefinitionList>
          </Base>
        </Stack>
      </Section>
    </Page>
  );
}
