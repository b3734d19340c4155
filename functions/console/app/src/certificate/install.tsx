// How a client certificate's file gets into a computer, in short words.
import { Heading, Section, Stack, Text } from "smarthr-ui";
import { useText, words } from "~/text/text";

const text = words({
  before: {
    ja: "証明書ファイル（.p12）とパスフレーズを用意してください。インストールが終わったら、ファイルは削除してください。",
    en: "Have the file (.p12) and its pass phrase at hand. Delete the file once it is installed.",
  },
  windows: { ja: "Windows（Chrome、Edge）", en: "Windows (Chrome, Edge)" },
  windows1: { ja: "証明書ファイルをダブルクリックします。", en: "Double-click the file." },
  windows2: { ja: "保存場所に「現在のユーザー」を選び、「次へ」を2回押します。", en: "Choose “Current User”, then “Next” twice." },
  windows3: { ja: "パスフレーズを入力し、「次へ」を押します。「エクスポート可能にする」は選びません。", en: "Enter the pass phrase and choose “Next”. Leave “Mark this key as exportable” off." },
  windows4: { ja: "「証明書の種類に基づいて自動的に選択する」のまま「次へ」「完了」を押します。", en: "Leave the store to be chosen automatically: “Next”, “Finish”." },
  mac: { ja: "macOS（Safari、Chrome）", en: "macOS (Safari, Chrome)" },
  mac1: { ja: "証明書ファイルをダブルクリックして、キーチェーンアクセスを開きます。", en: "Double-click the file: Keychain Access opens." },
  mac2: { ja: "キーチェーンに「ログイン」を選び、パスフレーズを入力します。", en: "Choose the “login” keychain and enter the pass phrase." },
  mac3: { ja: "最初に使うとき、Macのパスワードを聞かれたら「常に許可」を選びます。", en: "When your Mac’s password is asked for at the first use, choose “Always Allow”." },
  firefox: { ja: "Firefox", en: "Firefox" },
  firefox1: { ja: "「設定」→「プライバシーとセキュリティ」→「証明書を表示」を開きます。", en: "Open Settings, Privacy & Security, View Certificates." },
  firefox2: { ja: "「あなたの証明書」の「インポート」からファイルを選び、パスフレーズを入力します。", en: "Under “Your Certificates”, import the file with its pass phrase." },
  last: { ja: "最後に", en: "Then" },
  last1: { ja: "ブラウザーをすべて閉じてから開き直し、証明書用のアドレスにアクセスします。", en: "Close the browser wholly, open it again, and go to the address for certificates." },
  last2: { ja: "証明書を選ぶ画面が出たら、インストールした証明書を選びます。", en: "Choose the certificate when the browser asks for one." },
});

const PARTS = [
  { name: "windows", steps: ["windows1", "windows2", "windows3", "windows4"] },
  { name: "mac", steps: ["mac1", "mac2", "mac3"] },
  { name: "firefox", steps: ["firefox1", "firefox2"] },
  { name: "last", steps: ["last1", "last2"] },
] as const;

export function InstallSteps() {
  const t = useText(text);
  return (
    <Stack gap={1}>
      <Text>{t("before")}</Text>
      {PARTS.map((part) => (
        <Section key={part.name}>
          <Stack gap={0.25}>
            <Heading type="subBlockTitle">{t(part.name)}</Heading>
            <ol className="steps">
              {part.steps.map((step) => (
                <li key={step}>{t(step)}</li>
              ))}
            </ol>
          </Stack>
        </Section>
      ))}
    </Stack>
  );
}
