// The frame of pages that need no session.
import { Button, PageHeading, Stack, Text } from "smarthr-ui";
import { type ReactNode, useEffect } from "react";
import { useLanguage } from "~/text/language";
import { useText, words } from "~/text/text";

const text = words({
  product: { ja: "ペット保険業務クラウド", en: "Pet-insurance back office" },
  language: { ja: "English", en: "日本語" },
});

export function Outside({ title, children }: { title: string; children: ReactNode }) {
  const t = useText(text);
  const { other, choose } = useLanguage();
  const product = t("product");
  useEffect(() => {
    document.title = `${title} | ${product}`;
  }, [title, product]);
  return (
    <main className="outside">
      <Stack gap={1.5}>
        <div className="outside-head">
          <Text weight="bold">{product}</Text>
          <Button size="s" variant="text" lang={other} onClick={() => choose(other)}>{t("language")}</Button>
        </div>
        <PageHeading autoPageTitle={false}>{title}</PageHeading>
        {children}
      </Stack>
    </main>
  );
}
