// What one should know of one's own account: the sign-ins, and notices that aren't read yet.
import { InformationPanel, Text } from "smarthr-ui";
import { Link } from "react-router";
import { useMe } from "~/session/me";
import { Fact, Facts, Part } from "~/show/facts";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";

const text = words({
  signIns: { ja: "ログインの記録", en: "Sign-ins" },
  last: { ja: "今回のログイン", en: "This sign-in" },
  previous: { ja: "前回のログイン", en: "The one before" },
  from: { ja: "{at}（{address}{certificate, select, yes {、クライアント証明書} other {}}）", en: "{at} ({address}{certificate, select, yes {, client certificate} other {}})" },
  first: { ja: "はじめてのログインです", en: "This is the first" },
  unsure: { ja: "前回のログインに覚えがないときは、すぐにパスワードを変更してください。", en: "If the sign-in before wasn't you, change your password at once." },
  account: { ja: "自分の設定", en: "Your settings" },
  unread: { ja: "未読のお知らせが{count}件あります", en: "{count, plural, one {# notice is} other {# notices are}} unread" },
  notices: { ja: "お知らせを読む", en: "Read them" },
});

export function Standing() {
  const t = useText(text);
  const me = useMe();
  const { moment } = useFormat();
  const said = (found: typeof me.last_sign_in) => found && t("from", { at: moment(found.at), address: found.address, certificate: found.certificate ? "yes" : "no" });
  return (
    <>
      {me.unread_notices > 0 && (
        <InformationPanel type="info" toggleable={false} title={t("unread", { count: me.unread_notices })}>
          <Link to="/notices">{t("notices")}</Link>
        </InformationPanel>
      )}
      <Part title={t("signIns")}>
        <Facts>
          <Fact term={t("last")}>{said(me.last_sign_in)}</Fact>
          <Fact term={t("previous")}>{said(me.previous_sign_in) ?? t("first")}</Fact>
        </Facts>
        <Text size="S" color="TEXT_GREY">{t("unsure")} <Link to="/account">{t("account")}</Link></Text>
      </Part>
    </>
  );
}
