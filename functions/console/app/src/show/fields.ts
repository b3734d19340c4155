// What the fields of records are called in the timeline, and how their values are read.
import {
  type Names, accountStates, bankAccountKinds, causes, certificateProfiles, certificateStates, chargeStates, claimStates, contractStates, declines,
  disclosureStates, dunningSteps, erasureStates, payoutStates, punctualities, roles, sexes, species,
} from "~/text/names";
import type { Said } from "~/text/text";

/** Names of fields, whatever the record; under a record's kind where a field of this name means something else there. */
const fields: Record<string, Said> = {
  name: { ja: "名称・氏名", en: "Name" },
  kana: { ja: "氏名カナ", en: "Reading" },
  postal_code: { ja: "郵便番号", en: "Postal code" },
  address: { ja: "住所", en: "Address" },
  phone: { ja: "電話番号", en: "Phone" },
  mail_address: { ja: "メールアドレス", en: "Mail address" },
  mail_suppression: { ja: "メール送信の停止", en: "Mail stopped" },
  mail_consent: { ja: "国外からのメール送信への同意", en: "Consent to mail from abroad" },
  bank_account: { ja: "振込先口座", en: "Bank account" },
  note: { ja: "備考", en: "Note" },
  card: { ja: "登録カード", en: "Card on file" },
  labels: { ja: "ラベル", en: "Labels" },
  deleted: { ja: "削除済ラベル", en: "Deleted labels" },
  species: { ja: "種別", en: "Species" },
  breed: { ja: "品種", en: "Breed" },
  sex: { ja: "性別", en: "Sex" },
  born_on: { ja: "生年月日", en: "Birthday" },
  number: { ja: "証券番号", en: "Policy number" },
  "inquiry.number": { ja: "受付番号", en: "Inquiry number" },
  animal: { ja: "動物", en: "Animal" },
  policyholder: { ja: "契約者", en: "Policyholder" },
  policy: { ja: "保険契約", en: "Policy" },
  product: { ja: "商品", en: "Product" },
  terms: { ja: "補償内容", en: "Terms" },
  period: { ja: "保険期間", en: "Period" },
  ledger: { ja: "支払限度の使用", en: "Use of limits" },
  premium: { ja: "保険料の払込", en: "Premium" },
  state: { ja: "状態", en: "State" },
  cause: { ja: "事由", en: "Cause" },
  lines: { ja: "診療明細", en: "Statement" },
  diagnosis: { ja: "傷病名", en: "Diagnosis" },
  received_on: { ja: "受付日", en: "Received" },
  completed_on: { ja: "書類完備日", en: "Complete since" },
  due_on: { ja: "期日", en: "Due" },
  extension: { ja: "期限の延長", en: "Extension" },
  returned: { ja: "差戻し", en: "Return" },
  assigned_to: { ja: "担当者", en: "Assignee" },
  assessment: { ja: "査定結果", en: "Assessment" },
  assessed_by: { ja: "査定者", en: "Assessed by" },
  assessed_at: { ja: "査定日時", en: "Assessed at" },
  assessed_period: { ja: "査定時の保険期間", en: "Period when assessed" },
  assessors: { ja: "これまでの査定者", en: "All who assessed it" },
  approved_by: { ja: "承認者", en: "Approved by" },
  approved_at: { ja: "承認日時", en: "Approved at" },
  approved_yen: { ja: "承認額", en: "Approved amount" },
  booked: { ja: "支払限度への計上", en: "Booked on the limits" },
  rejected: { ja: "不承認の理由", en: "Rejection" },
  paid_yen: { ja: "支払額", en: "Paid amount" },
  paid_on: { ja: "支払日", en: "Paid on" },
  payout: { ja: "支払予定", en: "Payout" },
  payout_yen: { ja: "支払予定額", en: "Amount to pay" },
  recover_yen: { ja: "返還額", en: "Amount to recover" },
  paid_at: { ja: "支払日時", en: "Paid at" },
  settled_by: { ja: "支払の処理者", en: "Settled by" },
  amount_yen: { ja: "金額", en: "Amount" },
  claim: { ja: "保険金請求", en: "Claim" },
  attempts: { ja: "決済の回数", en: "Attempts" },
  failures: { ja: "決済不能の回数", en: "Failures" },
  sent_at: { ja: "送信日時", en: "Sent at" },
  card_registered_at: { ja: "カードの登録日時", en: "Card registered at" },
  decline: { ja: "決済できない理由", en: "Why not charged" },
  retry_at: { ja: "再試行日時", en: "Tried again at" },
  told: { ja: "契約者への通知", en: "Policyholder told" },
  look_at: { ja: "次回の確認日時", en: "Looked at next" },
  receipt: { ja: "カード会社の控え", en: "Receipt of the card company" },
  charged_at: { ja: "収納日時", en: "Charged at" },
  refunded_yen: { ja: "返金額", en: "Refunded amount" },
  refund: { ja: "返金", en: "Refund" },
  given_up_on: { ja: "請求を終えた日", en: "Given up on" },
  roles: { ja: "権限", en: "Roles" },
  approval_limit_yen: { ja: "承認限度額", en: "Approval limit" },
  reinvited_at: { ja: "再招待日時", en: "Invited again at" },
  last_sign_in: { ja: "最終ログイン", en: "Last sign-in" },
  previous_sign_in: { ja: "前回のログイン", en: "Previous sign-in" },
  password: { ja: "パスワード", en: "Password" },
  factors: { ja: "二要素認証", en: "Second factors" },
  security: { ja: "ログインの方針", en: "Sign-in policy" },
  contract: { ja: "利用契約", en: "Contract" },
  contacts: { ja: "連絡先", en: "Contacts" },
  business_hours: { ja: "営業時間", en: "Business hours" },
  closed_days: { ja: "休業日", en: "Closed days" },
  digested_on: { ja: "日次のお知らせの送信日", en: "Digest mailed on" },
  kms_key: { ja: "暗号鍵", en: "Encryption key" },
  fingerprint: { ja: "証明書の指紋", en: "Fingerprint" },
  serial: { ja: "シリアル番号", en: "Serial number" },
  account: { ja: "アカウント", en: "Account" },
  profile: { ja: "ファイルの形式", en: "File format" },
  revocation: { ja: "失効", en: "Revocation" },
  reminded: { ja: "期限の通知", en: "Reminded" },
  issued_at: { ja: "発行日時", en: "Issued at" },
  expires_at: { ja: "有効期限", en: "Expires at" },
  from: { ja: "開始日", en: "From" },
  to: { ja: "終了日", en: "To" },
  entries: { ja: "件数", en: "Entries" },
  title: { ja: "件名", en: "Subject" },
  text: { ja: "本文", en: "Text" },
  recipients: { ja: "送信先", en: "Recipients" },
  source: { ja: "送信元", en: "Source" },
  operator: { ja: "運営者", en: "Operator" },
  reason: { ja: "理由", en: "Reason" },
  ticket: { ja: "受付番号", en: "Ticket" },
  opened_at: { ja: "開始日時", en: "Opened at" },
  ends_at: { ja: "終了日時", en: "Ends at" },
  reads: { ja: "閲覧回数", en: "Reads" },
  last_read: { ja: "最後に閲覧したもの", en: "Read last" },
  reply_to: { ja: "返信先", en: "Reply to" },
  subject: { ja: "件名", en: "Subject" },
  made_by: { ja: "作成者", en: "Made by" },
  made_at: { ja: "作成日時", en: "Made at" },
  document: { ja: "指示書", en: "Document" },
  instructed_by: { ja: "指示した人", en: "Instructed by" },
  entered: { ja: "登録", en: "Entered" },
  countersigned: { ja: "副署", en: "Countersigned" },
  due_at: { ja: "期限", en: "Due at" },
  taken_back: { ja: "取消し", en: "Taken back" },
  started_at: { ja: "開始日時", en: "Started at" },
  order: { ja: "法令に基づく命令", en: "Legal order" },
  records: { ja: "対象の記録", en: "Records" },
  export_hash: { ja: "開示したファイルの照合値", en: "Hash of what was disclosed" },
  known: { ja: "組織への通知", en: "Made known" },
  incident: { ja: "障害", en: "Incident" },
  occurred_at: { ja: "発生日時", en: "Began at" },
  "first_report.told": { ja: "これまでの報告の数", en: "Reports so far" },
  "first_report.missed": { ja: "影響が分かる前の報告の数", en: "Reports from before it was found affected" },
  first_sent_at: { ja: "第一報の送信日時", en: "First report sent at" },
  punctuality: { ja: "第一報の期限", en: "First report in time" },
};

const states: Record<string, Names<string>> = {
  claim: claimStates, premium: chargeStates, payout: payoutStates, account: accountStates, certificate: certificateStates, organization: contractStates,
  erasure: erasureStates, disclosure: disclosureStates,
};

const codes: Record<string, Names<string>> = {
  species, sex: sexes, kind: bankAccountKinds, cause: causes, decline: declines, told: dunningSteps, roles, profile: certificateProfiles, punctuality: punctualities,
};

/** What only the machine keeps: it tells people nothing. */
const silent = new Set(["id", "organization", "created_by", "created_at", "updated_by", "updated_at", "version", "mail_hash"]);

/** Whether a field says something to people. */
export const isTold = (field: string): boolean => !silent.has(field);

/** Whether a field says how many days before its end something was told of. */
export const isDaysBefore = (kind: string, field: string): boolean => kind === "certificate" && field === "reminded";

/** What a field is called; its code where nobody knows it. */
export const fieldName = (kind: string, field: string, locale: "ja" | "en"): string => (fields[`${kind}.${field}`] ?? fields[field])?.[locale] ?? field;

/** The words of the codes of a field, by the kind of the record. */
export function codesOf(kind: string, field: string): Names<string> | undefined {
  if (field === "state") return states[kind];
  return codes[field];
}
