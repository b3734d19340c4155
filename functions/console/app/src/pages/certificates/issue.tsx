// Issuing a client certificate. Its pass phrase is shown here and nowhere else, and is gone with the page.
import { useQueryClient } from "@tanstack/react-query";
import { Base } from "smarthr-ui";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { answer, api } from "~/api/client";
import type { components } from "~/api/schema";
import { RadiosField } from "~/form/choices";
import { wholeNumber } from "~/form/entered";
import { ChoiceField, Form, NumberField, TextField } from "~/form/form";
import { useAccounts } from "~/pages/accounts/known";
import { OnlyPage } from "~/show/only";
import { useFormat } from "~/text/format";
import { certificateProfiles, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { Issued } from "./issued";
import { CERTIFICATES } from "./known";

type Profile = components["schemas"]["CertificateProfile"];

const text = words({
  title: { ja: "証明書の発行", en: "Issue a certificate" },
  list: { ja: "クライアント証明書", en: "Client certificates" },
  name: { ja: "名称", en: "Name" },
  nameHelp: { ja: "どの端末、どの人のものか分かる名前にしてください。", en: "Say which machine or person it is for." },
  nameExample: { ja: "例：受付の端末 1号機", en: "Such as: the reception's first machine" },
  account: { ja: "利用者", en: "Issued to" },
  accountHelp: { ja: "選ぶと、ログインの方針が「必須・本人限定」のときにも、その人が使えます。", en: "Needed where the sign-in policy asks for a certificate of the account's own." },
  days: { ja: "有効日数", en: "Days" },
  daysHelp: { ja: "1日から825日まで。{until}まで有効です。", en: "From 1 to 825. It holds until {until}." },
  daysWrong: { ja: "1から825までの数字で入力してください。", en: "Enter a number from 1 to 825." },
  profile: { ja: "ファイルの形式", en: "Kind of file" },
  modernAbout: { ja: "Windows 10（1709以降）・11、macOS 15以降、Chrome、Firefoxで使えます。", en: "Windows 10 (from 1709) and 11, macOS 15 and later, Chrome, Firefox." },
  legacyAbout: { ja: "標準の形式を読み込めない、古いWindowsやmacOS 14以前で使います。", en: "Older Windows, and macOS 14 and before, which can't read the usual kind." },
  go: { ja: "発行", en: "Issue" },
});

const USUAL_DAYS = "395";
const LONGEST_DAYS = 825;

interface Entered {
  name: string;
  account: string;
  days: string;
  profile: Profile;
}

const daysOf = (entered: string) => {
  const days = wholeNumber(entered);
  return days !== undefined && days >= 1 && days <= LONGEST_DAYS ? days : undefined;
};

export function IssueCertificate() {
  const t = useText(text);
  const known = useQueryClient();
  const [issued, setIssued] = useState<components["schemas"]["CertificateIssueReply"]>();
  const send = async ({ name, account, days, profile }: Entered) => {
    const body = { name: name.trim(), account: account || null, days: daysOf(days) ?? LONGEST_DAYS, profile };
    setIssued(await answer(api.POST("/api/certificates", { body })));
    await known.invalidateQueries({ queryKey: CERTIFICATES });
  };
  return (
    <OnlyPage role="administrator" title={t("title")} above={{ to: "/certificates", name: t("list") }}>
      {issued ? <Issued issued={issued} again={() => setIssued(undefined)} /> : <Base padding={1.5} className="narrow"><IssueForm send={send} /></Base>}
    </OnlyPage>
  );
}

function IssueForm({ send }: { send: (entered: Entered) => Promise<void> }) {
  const t = useText(text);
  const navigate = useNavigate();
  const accounts = useAccounts();
  const profile = useName();
  const { day } = useFormat();
  const form = useForm<Entered>({ mode: "onTouched", defaultValues: { name: "", account: "", days: USUAL_DAYS, profile: "modern" } });
  const days = daysOf(form.watch("days"));
  const until = new Date(Date.now() + (days ?? 0) * 86_400_000).toLocaleDateString("en-CA", { timeZone: "Asia/Tokyo" });
  const options = accounts.data?.pages.flatMap((page) => page.items).map(({ id, name, mail_address }) => ({ value: id, label: `${name} (${mail_address})` })) ?? [];
  return (
    <Form form={form} send={send} action={t("go")} cancel={() => void navigate("/certificates")}>
      <TextField name="name" label={t("name")} help={t("nameHelp")} example={t("nameExample")} autoComplete="off" required />
      <ChoiceField name="account" label={t("account")} help={t("accountHelp")} options={options} blank width="100%" />
      <NumberField name="days" label={t("days")} {...(days ? { help: t("daysHelp", { until: day(until) }) } : {})} required check={(entered) => (daysOf(entered) ? undefined : t("daysWrong"))} />
      <RadiosField
        name="profile"
        legend={t("profile")}
        choices={[
          { value: "modern", label: profile(certificateProfiles, "modern"), about: t("modernAbout") },
          { value: "legacy", label: profile(certificateProfiles, "legacy"), about: t("legacyAbout") },
        ]}
      />
    </Form>
  );
}
