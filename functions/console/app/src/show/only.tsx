// A page for some: whoever comes to its address without the role is told so.
//
//   <Page …><Only role="clerk"> … </Only></Page>          on a page below one that everybody may see
//   <OnlyPage role="administrator" …> … </OnlyPage>       where nothing of the page is for anybody else: neither its buttons nor what it
//                                                         lies under; what asks the API stands inside, so that it isn't asked in vain
import { InformationPanel, Text } from "smarthr-ui";
import type { ComponentProps, ReactNode } from "react";
import { useMay } from "~/session/me";
import type { Role } from "~/session/role";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { Page } from "./page";

const text = words({
  heading: { ja: "この操作を行う権限がありません", en: "You may not do this" },
  about: { ja: "「{role}」の権限が必要です。組織管理者にご相談ください。", en: "It takes the role “{role}”. Please ask an administrator." },
});

export function Only({ role, children }: { role: Role; children: ReactNode }) {
  const t = useText(text);
  const may = useMay();
  const name = useName();
  if (may(role)) return children;
  return (
    <InformationPanel type="warning" toggleable={false} title={t("heading")}>
      <Text>{t("about", { role: name(roles, role) })}</Text>
    </InformationPanel>
  );
}

export function OnlyPage({ role, children, ...frame }: { role: Role } & ComponentProps<typeof Page>) {
  const may = useMay();
  const isOpen = may(role);
  return <Page {...(isOpen ? frame : { title: frame.title })}>{isOpen ? children : <Only role={role}>{null}</Only>}</Page>;
}
