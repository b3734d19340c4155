// A certificate that was just issued: its pass phrase, shown this once, and its file.
import { AnchorButton, Base, Button, Cluster, Heading, InformationPanel, Section, Stack, Text } from "smarthr-ui";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { components } from "~/api/schema";
import { InstallSteps } from "~/certificate/install";
import { CopyButton } from "~/show/copy";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { DownloadButton } from "./download";

const text = words({
  title: { ja: "「{name}」を発行しました", en: "“{name}” has been issued" },
  warning: { ja: "パスフレーズはこの画面でしか表示されません", en: "The pass phrase is shown here and nowhere else" },
  about: {
    ja: "今コピーして、証明書ファイルとは別の方法で利用者に渡してください。この画面を離れると、もう一度表示することはできません。",
    en: "Copy it now, and give it to its user by another way than the file. Once you leave this page, it can't be shown again.",
  },
  phrase: { ja: "パスフレーズ", en: "Pass phrase" },
  file: { ja: "証明書ファイル", en: "The file" },
  until: { ja: "{until}までに、一度だけダウンロードできます。", en: "It can be downloaded once, until {until}." },
  taken: { ja: "ダウンロードしました。利用者に渡したら、このパソコンからは削除してください。", en: "Downloaded. Delete it from this computer once its user has it." },
  install: { ja: "インストール方法", en: "How to install it" },
  list: { ja: "一覧へ", en: "To the list" },
  again: { ja: "続けて発行", en: "Issue another" },
});

export function Issued({ issued, again }: { issued: components["schemas"]["CertificateIssueReply"]; again: () => void }) {
  const t = useText(text);
  const { moment } = useFormat();
  const [isTaken, setTaken] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="told narrow" role="group" aria-label={t("title", { name: issued.certificate.name })}>
      <Stack gap={1.5}>
        <Base padding={1.5}>
          <Stack gap={1.5}>
            <Heading type="blockTitle">{t("title", { name: issued.certificate.name })}</Heading>
            <InformationPanel type="warning" toggleable={false} title={t("warning")}>
              <Stack gap={1}>
                <Text>{t("about")}</Text>
                <Cluster gap={0.5} align="center">
                  <Text>{t("phrase")}</Text>
                  <code className="secret">{issued.pass_phrase}</code>
                  <CopyButton content={issued.pass_phrase} />
                </Cluster>
              </Stack>
            </InformationPanel>
            <Section>
              <Stack gap={0.5} align="flex-start">
                <Heading type="subBlockTitle">{t("file")}</Heading>
                <Text role="status">{isTaken ? t("taken") : t("until", { until: moment(issued.file_until) })}</Text>
                {!isTaken && <DownloadButton id={issued.id} name={issued.certificate.name} whenDone={() => setTaken(true)} variant="primary" size="default" />}
              </Stack>
            </Section>
            <Cluster gap={0.5}>
              <AnchorButton elementAs={Link} to="/certificates">{t("list")}</AnchorButton>
              <Button onClick={again}>{t("again")}</Button>
            </Cluster>
          </Stack>
        </Base>
        <Base padding={1.5}>
          <Section>
            <Stack gap={1}>
              <Heading type="blockTitle">{t("install")}</Heading>
              <InstallSteps />
            </Stack>
          </Section>
        </Base>
      </Stack>
    </div>
  );
}
