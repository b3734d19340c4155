// The operations that the timeline tells of (WP10), in groups for the choice among them. Their words are the API's own.
import said from "~/api/operations.json";
import type { components } from "~/api/schema";
import type { Said } from "~/text/text";

export type Operation = components["schemas"]["Event"];

/** What each operation is called. */
export const operationNames: Record<Operation, Said> = said;

/** Groups of those that organizations see; what only the operator does isn't among them. */
export const operations: { name: Said; members: Operation[] }[] = [
  {
    name: { ja: "保険金請求", en: "Claims" },
    members: [
      "claim_created", "claim_updated", "claim_assigned", "claim_returned", "claim_withdrawn", "claim_reopened",
      "claim_submitted", "claim_assessed", "claim_approved", "claim_rejected", "claim_paid", "claim_payment_failed",
      "claim_payment_retried", "claim_recovered", "claim_due_extended", "payout_created", "payout_cancelled", "payout_settled",
      "payout_failed", "payout_retried",
    ],
  },
  {
    name: { ja: "契約者・動物・契約・商品", en: "Policyholders, animals, policies, products" },
    members: [
      "policyholder_created", "policyholder_updated", "animal_created", "animal_updated", "product_created", "product_updated",
      "policy_created", "policy_updated", "policy_limits_used", "policy_lapsed",
    ],
  },
  {
    name: { ja: "保険料・カード", en: "Premiums and cards" },
    members: [
      "card_registered", "card_removal_requested", "card_removal_delayed", "card_removed", "premium_planned", "premium_intended",
      "premium_sent", "premium_unanswered", "premium_not_found", "premium_charged", "premium_failed", "premium_looked_at",
      "premium_dunned", "premium_given_up", "premium_refund_requested", "premium_refund_unanswered", "premium_refund_refused",
      "premium_refunded",
    ],
  },
  {
    name: { ja: "ラベル", en: "Labels" },
    members: [
      "label_created", "label_updated", "label_deleted", "label_attached", "label_detached", "label_swept",
    ],
  },
  {
    name: { ja: "ログイン", en: "Signing in" },
    members: [
      "password_set", "password_changed", "password_reset_requested", "signed_in", "signed_out", "session_reuse_detected",
      "session_ended", "all_sessions_ended", "sign_in_paused", "signed_in_by_recovery_code", "totp_added", "passkey_added",
      "recovery_codes_renewed", "second_factor_removed",
    ],
  },
  {
    name: { ja: "アカウント・証明書", en: "Accounts and certificates" },
    members: [
      "account_invited", "account_reinvited", "account_updated", "account_deleted", "mail_suppressed", "mail_suppression_lifted",
      "account_suspended", "certificate_issued", "certificate_downloaded", "certificate_revoked", "certificate_reminded",
    ],
  },
  {
    name: { ja: "組織・運営", en: "Organization and operation" },
    members: [
      "organization_opened", "organization_updated", "mail_consent_given", "mail_consent_taken_back", "data_key_rotated",
      "record_resealed", "timeline_exported", "record_mended", "contract_ended", "erasure_instructed", "erasure_countersigned",
      "erasure_taken_back", "erasure_started", "operator_access_opened", "operator_access_read", "disclosure_instructed",
      "disclosure_exported", "disclosure_revealed", "digest_mailed", "security_updated",
    ],
  },
  {
    name: { ja: "お知らせ・障害・お問い合わせ", en: "Notices, incidents, inquiries" },
    members: ["notice_sent", "notice_resent", "incident_opened", "incident_reported", "incident_closed", "first_report_missed", "inquiry_sent"],
  },
];

export type Kind = components["schemas"]["Kind"];

/** The kinds of records that an organization's timeline tells of; records of the service itself aren't among them. */
export const recordKinds = [
  "claim", "policy", "policyholder", "animal", "product", "premium", "payout", "labels", "account", "certificate", "organization", "timeline_export",
  "notice", "first_report", "inquiry", "operator_access", "disclosure", "erasure",
] as const satisfies readonly Kind[];
