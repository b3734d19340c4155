// Changing the organization's contacts, business hours and closed days.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Base, Cluster } from "smarthr-ui";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import { ChecksField } from "~/form/choices";
import { Conflict, useEditing } from "~/form/editing";
import { Form, TextField } from "~/form/form";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { ClosedDays } from "./closed-days";
import { Contacts } from "./contacts";
import { type Entered, ORGANIZATION, WEEKDAYS, type Weekday, entered, sent, show, weekdayNames } from "./known";

const text = words({
  title: { ja: "組織の変更", en: "Change the organization" },
  above: { ja: "組織", en: "Organization" },
  contacts: { ja: "連絡先", en: "Contacts" },
  days: { ja: "営業日", en: "Business days" },
  opens: { ja: "営業開始", en: "Opens" },
  closes: { ja: "営業終了", en: "Closes" },
  order: { ja: "営業開始より後の時刻にしてください。", en: "It has to be after the opening." },
  closed_days: { ja: "休業日", en: "Closed days" },
  done: { ja: "組織の情報を変更しました。", en: "The organization has been changed." },
});

type Read = Awaited<ReturnType<typeof show>>;

export function ChangeOrganization() {
  const t = useText(text);
  // As it was when the form was opened: what is entered is held against it.
  const opened = useQuery({ queryKey: [...ORGANIZATION, "change"], queryFn: show, staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  return (
    <Page title={t("title")} above={{ to: "/organization", name: t("above") }}>
      <Only role="administrator">
        <Loaded found={opened}>{(found) => <ChangeForm opened={found} />}</Loaded>
      </Only>
    </Page>
  );
}

function ChangeForm({ opened }: { opened: Read }) {
  const t = useText(text);
  const weekday = useText(weekdayNames);
  const said = useSaid();
  const tell = useTell();
  const navigate = useNavigate();
  const known = useQueryClient();
  const editing = useEditing(opened, entered, show);
  const write = async (values: Entered, header: { "If-Match"?: string }) => {
    await answer(api.PUT("/api/organization", { params: { header }, body: sent(values) }));
    tell({ kind: "success", said: t("done") });
    await navigate("/organization");
    await known.invalidateQueries({ queryKey: ORGANIZATION });
  };
  const names: Record<string, string> = {
    contacts: t("contacts"), closed_days: t("closed_days"), "business_hours.days": t("days"), "business_hours.opens_at": t("opens"), "business_hours.closes_at": t("closes"),
  };
  return (
    <Base padding={1.5} className="narrow">
      <Form form={editing.form} send={editing.send(write)} cancel={() => void navigate("/organization")}>
        <Contacts />
        <ChecksField name="business_hours.days" legend={t("days")} required inline choices={WEEKDAYS.map((value) => ({ value, label: weekday(value) }))} />
        <Cluster gap={1}>
          <TextField name="business_hours.opens_at" label={t("opens")} type="time" width="8em" required />
          <TextField name="business_hours.closes_at" label={t("closes")} type="time" width="8em" required check={(closes) => (closes > editing.form.getValues("business_hours.opens_at") ? undefined : t("order"))} />
        </Cluster>
        <ClosedDays />
        <Conflict editing={editing} nameOf={(path) => names[path] ?? path} show={said} />
      </Form>
    </Base>
  );
}

/** A value that both changed, in words; `undefined` where it says itself. */
function useSaid() {
  const weekday = useText(weekdayNames);
  const { day, several } = useFormat();
  return (path: string, value: unknown): string | undefined => {
    if (path === "contacts") return several((value as Entered["contacts"]).map(({ name, mail_address }) => `${name} (${mail_address})`));
    if (path === "closed_days") return several((value as string[]).map(day));
    return path === "business_hours.days" ? several((value as Weekday[]).map((one) => weekday(one))) : undefined;
  };
}
