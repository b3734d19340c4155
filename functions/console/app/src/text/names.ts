// What the API's codes are called: kinds of records, and the choices of what is entered about them.
import type { components } from "~/api/schema";
import { type Said, useLocale } from "./text";

type Schemas = components["schemas"];
/** The words of each code. */
export type Names<K extends string> = Record<K, Said>;

export const species: Names<Schemas["Species"]> = {
  dog: { ja: "犬", en: "Dog" },
  cat: { ja: "猫", en: "Cat" },
  bird: { ja: "鳥", en: "Bird" },
  rabbit: { ja: "うさぎ", en: "Rabbit" },
  other: { ja: "その他", en: "Other" },
};

export const sexes: Names<Schemas["Sex"]> = {
  male: { ja: "オス", en: "Male" },
  female: { ja: "メス", en: "Female" },
  unknown: { ja: "不明", en: "Unknown" },
};

export const bankAccountKinds: Names<Schemas["BankAccountKind"]> = {
  ordinary: { ja: "普通", en: "Ordinary" },
  current: { ja: "当座", en: "Current" },
  savings: { ja: "貯蓄", en: "Savings" },
};

export const cares: Names<Schemas["Care"]> = {
  visit: { ja: "通院", en: "Visit" },
  stay: { ja: "入院", en: "Stay" },
  operation: { ja: "手術", en: "Operation" },
};

export const cadences: Names<Schemas["Cadence"]> = {
  monthly: { ja: "月払", en: "Monthly" },
  yearly: { ja: "年払", en: "Yearly" },
};

export const chargeStates: Names<Schemas["ChargeState"]> = {
  intended: { ja: "請求予定", en: "To be charged" },
  sent: { ja: "送信済", en: "Sent" },
  unknown: { ja: "確認中", en: "Being checked" },
  charged: { ja: "収納済", en: "Charged" },
  failed: { ja: "決済不能", en: "Not charged" },
  refunding: { ja: "返金中", en: "Being refunded" },
  refunded: { ja: "返金済", en: "Refunded" },
};

export const declines: Names<Schemas["Decline"]> = {
  no_card: { ja: "カードが登録されていません", en: "No card is registered" },
  request_invalid: { ja: "要求に誤りがありました（サポート窓口へご連絡ください）", en: "The request was wrong (please tell the support desk)" },
  process_unknown: { ja: "該当する取引がありません", en: "No such charge is known" },
  state_forbids: { ja: "取引の状態が合いません", en: "The charge's state doesn't allow it" },
  card_invalid: { ja: "カード番号または金額に誤りがあります", en: "The card or the amount isn't accepted" },
  member_exists: { ja: "会員登録済みです", en: "The member is registered already" },
  not_authenticated: { ja: "会員または加盟店を認証できません", en: "The member or shop wasn't recognised" },
  timed_out: { ja: "カード会社から時間内に応答がありません", en: "The card company didn't answer in time" },
  system_fault: { ja: "カード会社のシステム障害です", en: "The card company's systems failed" },
  card_expired: { ja: "カードの有効期限が切れています", en: "The card has expired" },
  cancelled_already: { ja: "取消し済みです", en: "It was cancelled before" },
  card_unusable: { ja: "このカードは使えません", en: "The card can't be used" },
  held: { ja: "カード会社が保留しています", en: "The card company holds it" },
  security_code_wrong: { ja: "セキュリティコードが違います", en: "The security code is wrong" },
  limit_reached: { ja: "カードの限度額を超えています", en: "The card's limit is reached" },
  card_refused: { ja: "無効なカードです", en: "The card is refused" },
  card_reported_lost: { ja: "紛失・盗難の届出があるカードです", en: "The card was reported lost or stolen" },
  unknown: { ja: "不明な応答がありました", en: "An unknown answer came" },
};

export const dunningSteps: Names<Schemas["DunningStep"]> = {
  failed: { ja: "決済不能のお知らせ", en: "Told that it failed" },
  reminder: { ja: "再度のお知らせ", en: "Reminded" },
  last_call: { ja: "最終のお知らせ", en: "Last call" },
  lapsed: { ja: "失効のお知らせ", en: "Told of the lapse" },
};

export const claimStates: Names<Schemas["ClaimState"]> = {
  draft: { ja: "下書き", en: "Draft" },
  submitted: { ja: "受付", en: "Submitted" },
  under_assessment: { ja: "査定中", en: "Under assessment" },
  assessed: { ja: "査定済", en: "Assessed" },
  returned: { ja: "差戻し", en: "Returned" },
  approved: { ja: "承認済", en: "Approved" },
  rejected: { ja: "不承認", en: "Rejected" },
  paid: { ja: "支払済", en: "Paid" },
  payment_failed: { ja: "支払不能", en: "Payment failed" },
  withdrawn: { ja: "取下げ", en: "Withdrawn" },
  reopened: { ja: "再査定", en: "Reopened" },
};

export const payoutStates: Names<"due" | "paid" | "failed" | "cancelled"> = {
  due: { ja: "支払待ち", en: "To be paid" },
  paid: { ja: "支払済", en: "Paid" },
  failed: { ja: "支払不能", en: "Failed" },
  cancelled: { ja: "取消", en: "Cancelled" },
};

export const contractStates: Names<"active" | "ended"> = {
  active: { ja: "契約中", en: "Active" },
  ended: { ja: "終了", en: "Ended" },
};

export const causes: Names<Schemas["Cause"]> = {
  illness: { ja: "病気", en: "Illness" },
  injury: { ja: "けが", en: "Injury" },
};

export const roles: Names<Schemas["Role"]> = {
  administrator: { ja: "組織管理者", en: "Administrator" },
  approver: { ja: "承認者", en: "Approver" },
  assessor: { ja: "査定担当", en: "Assessor" },
  clerk: { ja: "一般", en: "Clerk" },
  viewer: { ja: "閲覧", en: "Viewer" },
};

export const accountStates: Names<Schemas["AccountState"]> = {
  invited: { ja: "招待中", en: "Invited" },
  active: { ja: "有効", en: "Active" },
  suspended: { ja: "停止中", en: "Suspended" },
  deleted: { ja: "削除済", en: "Removed" },
};

export const certificateStates: Names<Schemas["CertificateState"]> = {
  issued: { ja: "発行済", en: "Issued" },
  downloaded: { ja: "配布済", en: "Handed out" },
  revoked: { ja: "失効", en: "Revoked" },
};

export const certificateProfiles: Names<Schemas["CertificateProfile"]> = {
  modern: { ja: "標準", en: "Usual" },
  legacy: { ja: "古い端末用", en: "For old systems" },
};

export const erasureStates: Names<"instructed" | "countersigned" | "taken_back" | "running"> = {
  instructed: { ja: "指示済", en: "Instructed" },
  countersigned: { ja: "副署済", en: "Countersigned" },
  taken_back: { ja: "取消", en: "Taken back" },
  running: { ja: "消去中", en: "Running" },
};

export const disclosureStates: Names<"instructed" | "exported"> = {
  instructed: { ja: "指示済", en: "Instructed" },
  exported: { ja: "開示済", en: "Made" },
};

export const punctualities: Names<Schemas["Punctuality"]> = {
  met: { ja: "期限内", en: "In time" },
  missed: { ja: "期限超過", en: "Late" },
};

export const kinds: Names<Schemas["Kind"]> = {
  organization: { ja: "組織", en: "Organization" },
  account: { ja: "アカウント", en: "Account" },
  labels: { ja: "ラベル", en: "Labels" },
  policyholder: { ja: "契約者", en: "Policyholder" },
  animal: { ja: "動物", en: "Animal" },
  product: { ja: "商品", en: "Product" },
  policy: { ja: "保険契約", en: "Policy" },
  claim: { ja: "保険金請求", en: "Claim" },
  payout: { ja: "支払", en: "Payout" },
  premium: { ja: "保険料", en: "Premium" },
  timeline_export: { ja: "タイムラインの書出し", en: "Export of the timeline" },
  erasure: { ja: "消去", en: "Erasure" },
  disclosure: { ja: "開示", en: "Disclosure" },
  operator_access: { ja: "運営者の閲覧", en: "Operator access" },
  certificate: { ja: "クライアント証明書", en: "Client certificate" },
  incident: { ja: "障害", en: "Incident" },
  first_report: { ja: "第一報", en: "First report" },
  notice: { ja: "お知らせ", en: "Notice" },
  notice_draft: { ja: "お知らせの原稿", en: "Draft of a notice" },
  inquiry: { ja: "お問い合わせ", en: "Inquiry" },
  restore: { ja: "復元", en: "Restore" },
};

/** `name(species, "dog")`: what a code is called in the language in use; the code itself where nobody knows it. */
export function useName() {
  const locale = useLocale();
  return <K extends string>(names: Names<K>, code: K): string => (names[code] as Said | undefined)?.[locale] ?? code;
}

/** `options(species)`: the choices of a field. */
export function useOptions() {
  const locale = useLocale();
  return <K extends string>(names: Names<K>): { value: K; label: string }[] =>
    (Object.entries(names) as [K, Said][]).map(([value, said]) => ({ value, label: said[locale] }));
}
