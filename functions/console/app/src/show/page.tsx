// The frame of a page: its heading, which is the window's title as well, where it lies, and what can be done on it.
import { Cluster, PageHeading, Stack, UpwardLink } from "smarthr-ui";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import { FormsOnPage } from "~/form/on-page";
import { useText, words } from "~/text/text";

const text = words({ product: { ja: "ペット保険業務クラウド", en: "Pet-insurance back office" } });

interface Props {
  title: string;
  /** Where this page belongs: a path and its name. */
  above?: { to: string; name: string };
  /** What can be done: buttons. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, above, actions, children }: Props) {
  const t = useText(text);
  const product = t("product");
  useEffect(() => {
    document.title = `${title} | ${product}`;
  }, [title, product]);
  return (
    <Stack gap={1.5} className="page">
      <Stack gap={0.5}>
        {above && (
          <div className="page-above">
            <UpwardLink indent={false} elementAs={Link as never} href={above.to} {...({ to: above.to } as object)}>
              {above.name}
            </UpwardLink>
          </div>
        )}
        <Cluster justify="space-between" align="center" gap={1}>
          <PageHeading autoPageTitle={false}>{title}</PageHeading>
          {actions && <Cluster gap={0.5}>{actions}</Cluster>}
        </Cluster>
      </Stack>
      <FormsOnPage value>{children}</FormsOnPage>
    </Stack>
  );
}
