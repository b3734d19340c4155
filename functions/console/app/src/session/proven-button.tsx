// A step that takes a proof that it is oneself.
import type { ComponentProps, ReactNode } from "react";
import { ConfirmButton } from "~/show/confirm";
import { type Way, useProof } from "./proof";

interface Props extends Pick<ComponentProps<typeof ConfirmButton>, "action" | "title" | "variant" | "size"> {
  ways: readonly Way[];
  act: (proof: object) => Promise<unknown>;
  children: ReactNode;
}

export function ProvenButton({ ways, act, variant = "secondary", children, ...shown }: Props) {
  const { fields, prove } = useProof(ways);
  return (
    <ConfirmButton {...shown} variant={variant} act={async () => act(await prove())}>
      {children}
      {fields}
    </ConfirmButton>
  );
}
