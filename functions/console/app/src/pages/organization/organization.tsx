// 組織: who is told of incidents and changes, and when the organization is open.
import { useQuery } from "@tanstack/react-query";
import { AnchorButton, Base, Text } from "smarthr-ui";
import { Link } from "react-router";
import { useMay } from "~/session/me";
import { Fact, Facts, Part } from "~/show/facts";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { ORGANIZATION, type Settings, WEEKDAYS, show, weekdayNames } from "./known";

const text = words({
  title: { ja: "組織", en: "Organization" },
  change: { ja: "変更", en: "Change" },
  name: { ja: "名称", en: "Name" },
  facts: { ja: "組織の情報", en: "The organization" },
  hours: { ja: "営業日と時間", en: "Business hours" },
  hoursSaid: { ja: "{days} {from}〜{to}", en: "{days} {from}–{to}" },
  hoursAbout: {
    ja: "障害の第一報は、営業時間中に分かったときは3時間以内に、それ以外のときは次の営業開始から3時間以内にお知らせします。国民の祝日は休みとして扱います。",
    en: "The first report of an incident reaches you within three hours of your business hours, or of the next opening. National holidays count as closed.",
  },
  closed: { ja: "休業日", en: "Closed days" },
  closedNone: { ja: "登録していません。", en: "None." },
  notice: { ja: "変更の事前通知", en: "Notice of changes" },
  noticeSaid: { ja: "{days}日前まで（契約で決まっています）", en: "{days} days before (by your contract)" },
  contacts: { ja: "連絡先", en: "Contacts" },
  contactsAbout: { ja: "障害、変更、メンテナンスのお知らせを、この宛先すべてにメールします。", en: "Incidents, changes and maintenance are mailed to all of them." },
  contract: { ja: "契約", en: "Contract" },
  start: { ja: "契約開始日", en: "Begins" },
  end: { ja: "契約終了日", en: "Ends" },
  endless: { ja: "定めなし", en: "Open" },
  law: { ja: "準拠法", en: "Governing law" },
  court: { ja: "管轄裁判所", en: "Jurisdiction" },
});

export function OrganizationPage() {
  const t = useText(text);
  const may = useMay();
  const found = useQuery({ queryKey: ORGANIZATION, queryFn: show });
  const change = may("administrator") && <AnchorButton elementAs={Link} to="/organization/change">{t("change")}</AnchorButton>;
  return (
    <Page title={t("title")} actions={change}>
      <Loaded found={found}>{({ data }) => <Whole settings={data} />}</Loaded>
    </Page>
  );
}

function Whole({ settings }: { settings: Settings }) {
  const t = useText(text);
  const weekday = useText(weekdayNames);
  const { beside, day, several } = useFormat();
  const { business_hours: hours, closed_days: closed, contract } = settings;
  const days = beside(WEEKDAYS.filter((one) => hours.days.includes(one)).map((one) => weekday(one)));
  return (
    <>
      <Part title={t("facts")}>
        <Facts>
          <Fact term={t("name")}>{settings.name}</Fact>
          <Fact term={t("notice")}>{t("noticeSaid", { days: settings.notice_days })}</Fact>
          <Fact term={t("hours")}>{t("hoursSaid", { days, from: hours.opens_at, to: hours.closes_at })}</Fact>
          <Fact term={t("closed")}>{closed.length > 0 ? several(closed.map(day)) : t("closedNone")}</Fact>
        </Facts>
        <Text size="S" color="TEXT_GREY">{t("hoursAbout")}</Text>
      </Part>
      {settings.contacts && <Contacts contacts={settings.contacts} />}
      {contract && (
        <Part title={t("contract")}>
          <Facts>
            <Fact term={t("start")}>{day(contract.start_date)}</Fact>
            <Fact term={t("end")}>{contract.end_date ? day(contract.end_date) : t("endless")}</Fact>
            <Fact term={t("law")}>{contract.governing_law}</Fact>
            <Fact term={t("court")}>{contract.jurisdiction}</Fact>
          </Facts>
        </Part>
      )}
    </>
  );
}

function Contacts({ contacts }: { contacts: NonNullable<Settings["contacts"]> }) {
  const t = useText(text);
  return (
    <Part title={t("contacts")}>
      <Text size="S" color="TEXT_GREY">{t("contactsAbout")}</Text>
      <Base padding={1.25}>
        <ul className="plain">
          {contacts.map((contact) => (
            <li key={contact.mail_address}>{contact.name}　{contact.mail_address}</li>
          ))}
        </ul>
      </Base>
    </Part>
  );
}
