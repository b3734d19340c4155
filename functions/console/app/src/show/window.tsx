// A form that is asked for on top of a page.
import { Dialog, Heading, Section, Stack } from "smarthr-ui";
import { type ReactNode, useId } from "react";
import { FormsOnPage } from "~/form/on-page";
import "./window.css";

interface Props {
  isOpen: boolean;
  title: string;
  close: () => void;
  children: ReactNode;
}

export function FormWindow({ isOpen, title, close, children }: Props) {
  const id = useId();
  return (
    <Dialog isOpen={isOpen} onPressEscape={close} ariaLabelledby={id} size="M">
      <Section className="window">
        <Stack gap={1.25}>
          <Heading type="sectionTitle" id={id}>{title}</Heading>
          <FormsOnPage value={false}>{children}</FormsOnPage>
        </Stack>
      </Section>
    </Dialog>
  );
}
