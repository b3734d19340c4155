// クライアント証明書: which machines may come in, until when, and taking that back.
import { AnchorButton, Cluster, FormControl, Select, Stack, Text, TextLink } from "smarthr-ui";
import { Link } from "react-router";
import { type CertificateView, STANDINGS, type Standing, standingNames, standingsOf } from "~/certificate/standing";
import { useFilters } from "~/list/filters";
import { type Column, Records } from "~/list/records";
import { useAccountNames } from "~/pages/accounts/known";
import { type Mark, Marks } from "~/show/marks";
import { OnlyPage } from "~/show/only";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { useCertificates } from "./known";
import { DownloadButton } from "./download";
import { RevokeButton } from "./revoke";

const text = words({
  title: { ja: "クライアント証明書", en: "Client certificates" },
  issue: { ja: "証明書を発行", en: "Issue a certificate" },
  state: { ja: "状態", en: "State" },
  every: { ja: "すべて", en: "All" },
  current: { ja: "使用中", en: "In use" },
  name: { ja: "名称", en: "Name" },
  account: { ja: "利用者", en: "Issued to" },
  anybody: { ja: "限定なし", en: "Anybody" },
  removed: { ja: "削除されたアカウント", en: "A removed account" },
  issued: { ja: "発行日時", en: "Issued" },
  expires: { ja: "有効期限", en: "Ends" },
  reason: { ja: "失効理由：{reason}", en: "Reason: {reason}" },
  act: { ja: "操作", en: "Actions" },
  install: { ja: "インストール方法", en: "How to install one" },
  empty: { ja: "証明書はありません。「証明書を発行」から、端末や利用者ごとに発行してください。", en: "There is none. Issue one for each machine or person." },
});

const kinds: Record<Standing, Mark["kind"]> = { issued: "blue", downloaded: "green", ending: "warning", expired: "grey", revoked: "grey" };

// What the API itself can look for; the rest is found among those that hold.
const askedFor = (standing: string | undefined) => (standing === "issued" || standing === "downloaded" || standing === "revoked" ? standing : undefined);

export function CertificateList() {
  const t = useText(text);
  return (
    <OnlyPage role="administrator" title={t("title")} actions={<AnchorButton elementAs={Link} to="/certificates/issue" variant="primary">{t("issue")}</AnchorButton>}>
      <Certificates />
    </OnlyPage>
  );
}

function Certificates() {
  const t = useText(text);
  const standing = useText(standingNames);
  const [{ standing: wanted }, setFilters] = useFilters(["standing"] as const);
  const found = useCertificates(askedFor(wanted));
  const columns = useColumns();
  const keep = (certificate: CertificateView) => !wanted || standingsOf(certificate, Date.now()).some((held) => held === wanted);
  const kept = { ...found, data: found.data && { ...found.data, pages: found.data.pages.map((page) => ({ ...page, items: page.items.filter(keep) })) } };
  const options = [{ value: "", label: t("every") }, ...STANDINGS.map((value) => ({ value, label: standing(value) }))];
  return (
    <Stack gap={1}>
      <Cluster gap={1} align="flex-end" justify="space-between">
        <FormControl label={t("state")}>
          <Select name="standing" value={wanted ?? ""} options={options} onChangeValue={(value) => setFilters({ standing: value || undefined })} />
        </FormControl>
        <TextLink elementAs={Link} to="/help/certificates">{t("install")}</TextLink>
      </Cluster>
      <Records found={kept as typeof found} columns={columns} idOf={(certificate) => certificate.id} name={t("title")} empty={t("empty")} />
    </Stack>
  );
}

function useColumns(): Column<CertificateView>[] {
  const t = useText(text);
  const names = useAccountNames();
  const { moment } = useFormat();
  const issuedTo = ({ account }: CertificateView) => {
    if (!account) return t("anybody");
    const name = names.get(account);
    return name ? <Link to={`/accounts/${account}`}>{name}</Link> : t("removed");
  };
  return [
    { key: "name", title: t("name"), show: (certificate) => certificate.name },
    { key: "account", title: t("account"), show: issuedTo },
    { key: "state", title: t("state"), show: (certificate) => <Standings certificate={certificate} /> },
    { key: "issued", title: t("issued"), show: (certificate) => moment(certificate.issued_at) },
    { key: "expires", title: t("expires"), show: (certificate) => moment(certificate.expires_at) },
    { key: "act", title: t("act"), show: (certificate) => <Acts certificate={certificate} /> },
  ];
}

function Standings({ certificate }: { certificate: CertificateView }) {
  const t = useText(text);
  const standing = useText(standingNames);
  const marks: Mark[] = standingsOf(certificate, Date.now()).map((held) => ({ key: held, said: standing(held), kind: kinds[held] }));
  if (certificate.current) marks.push({ key: "current", said: t("current"), kind: "blue" });
  return (
    <Stack gap={0.25}>
      <Marks marks={marks} />
      {certificate.reason && <Text size="S">{t("reason", { reason: certificate.reason })}</Text>}
    </Stack>
  );
}

function Acts({ certificate }: { certificate: CertificateView }) {
  const isOver = standingsOf(certificate, Date.now()).some((held) => held === "revoked" || held === "expired");
  if (isOver) return null;
  return (
    <Cluster gap={0.5}>
      {certificate.state === "issued" && <DownloadButton id={certificate.id} name={certificate.name} />}
      <RevokeButton certificate={certificate} />
    </Cluster>
  );
}
