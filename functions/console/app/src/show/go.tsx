// A button that leads to another page of the console: a link, as the browser and screen readers know it.
import { AnchorButton } from "smarthr-ui";
import type { ComponentProps, FC, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";

type Variant = ComponentProps<typeof AnchorButton>["variant"];
// The component takes the router's link in place of an anchor, which its types can't say.
const LinkButton = AnchorButton as unknown as FC<LinkProps & { elementAs: typeof Link; href: string; variant: Variant; size: "default" | "s" }>;

interface Props {
  to: string;
  variant?: Variant;
  size?: "default" | "s";
  children: ReactNode;
}

export function Go({ to, variant = "secondary", size = "default", children }: Props) {
  return (
    <LinkButton elementAs={Link} href={to} to={to} variant={variant} size={size}>
      {children}
    </LinkButton>
  );
}
