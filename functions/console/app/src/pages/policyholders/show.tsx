// A policyholder: what is known, what is theirs, the card of payment, and what happened.
import { useParams } from "react-router";
import { shownPostalCode } from "~/form/contact";
import { useMay } from "~/session/me";
import { BankAccountSaid } from "~/show/bank-account";
import { Beside, Fact, Facts, Part } from "~/show/facts";
import { Go } from "~/show/go";
import { LabelsOn } from "~/show/labels";
import { Loaded } from "~/show/loaded";
import { Page } from "~/show/page";
import { RecordTimeline } from "~/show/record-timeline";
import { useText, words } from "~/text/text";
import { Belongings } from "./belongings";
import { Card } from "./card";
import { type Policyholder, usePolicyholder } from "./queries";

const text = words({
  title: { ja: "契約者", en: "Policyholder" },
  above: { ja: "契約者", en: "Policyholders" },
  change: { ja: "変更", en: "Change" },
  animal: { ja: "動物を追加", en: "Add an animal" },
  facts: { ja: "基本情報", en: "Details" },
  kana: { ja: "氏名カナ", en: "Reading" },
  address: { ja: "住所", en: "Address" },
  phone: { ja: "電話番号", en: "Phone" },
  mail: { ja: "メールアドレス", en: "Mail address" },
  account: { ja: "振込先口座", en: "Bank account" },
  labels: { ja: "ラベル", en: "Labels" },
  note: { ja: "備考", en: "Note" },
});

export function PolicyholderPage() {
  const t = useText(text);
  const { id = "" } = useParams();
  const may = useMay();
  const found = usePolicyholder(id);
  const actions = found.data && may("clerk") && (
    <>
      <Go to={`/policyholders/${id}/change`}>{t("change")}</Go>
      <Go to={`/animals/new?policyholder=${id}`}>{t("animal")}</Go>
    </>
  );
  return (
    <Page title={found.data?.data.name ?? t("title")} above={{ to: "/policyholders", name: t("above") }} actions={actions}>
      <Loaded found={found}>
        {({ data, version }) => (
          <Beside aside={<RecordTimeline collection="policyholders" id={id} />}>
            <Details one={data} />
            <Belongings policyholder={id} />
            <Card policyholder={id} version={version} />
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ one }: { one: Policyholder }) {
  const t = useText(text);
  return (
    <Part title={t("facts")}>
      <Facts>
        <Fact term={t("kana")}>{one.kana}</Fact>
        <Fact term={t("phone")}>{one.phone}</Fact>
        <Fact term={t("mail")}>{one.mail_address}</Fact>
        <Fact term={t("address")}>{[one.postal_code && shownPostalCode(one.postal_code), one.address].filter(Boolean).join(" ")}</Fact>
        <Fact term={t("account")} wide>{one.bank_account && <BankAccountSaid account={one.bank_account} />}</Fact>
        <Fact term={t("labels")} wide>
          <LabelsOn collection="policyholders" id={one.id} labels={one.labels} />
        </Fact>
        <Fact term={t("note")} wide>{one.note}</Fact>
      </Facts>
    </Part>
  );
}
