// A step that is asked about before it is done.
import { ActionDialog, Button, Stack } from "smarthr-ui";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useText, words } from "~/text/text";
import { Failure } from "./failure";

const text = words({ close: { ja: "キャンセル", en: "Cancel" } });

interface Props {
  /** On the button, and on the dialog's. */
  action: string;
  title: string;
  /** Does it; the dialog stays open with the error where it fails. */
  act: () => Promise<unknown>;
  variant?: ComponentProps<typeof Button>["variant"];
  /** How the button looks before it is pressed, where it stands among many; the dialog's stays as `variant` says. */
  shown?: ComponentProps<typeof Button>["variant"];
  size?: "default" | "s";
  disabledReason?: string | undefined;
  /** What is asked, and what has to be entered for it. */
  children: ReactNode;
}

export function ConfirmButton({ action, title, act, variant = "secondary", shown = variant, size = "default", disabledReason, children }: Props) {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setOpen(false);
    setError(undefined);
  };
  const go = async () => {
    setBusy(true);
    try {
      await act();
      close();
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant={shown} size={size} onClick={() => setOpen(true)} disabledReason={disabledReason ? { message: disabledReason } : undefined} disabled={Boolean(disabledReason)}>
        {action}
      </Button>
      <ActionDialog
        isOpen={isOpen}
        title={title}
        actionText={action}
        actionTheme={variant === "danger" ? "danger" : "primary"}
        actionDisabled={isBusy}
        closeDisabled={isBusy}
        onClickAction={() => void go()}
        onClickClose={close}
        onPressEscape={close}
        decorators={{ closeButtonLabel: () => t("close") }}
      >
        <Stack gap={1} className="dialog">
          {/* What was refused was what had been entered before. */}
          <Stack gap={1} onChange={() => setError(undefined)}>{children}</Stack>
          {error !== undefined && <Failure error={error} />}
        </Stack>
      </ActionDialog>
    </>
  );
}
