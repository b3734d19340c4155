//! Errors in words: problem details (RFC 9457) in Japanese or English, with a stable code, and the fields that were refused.

use crate::caller::Language;
use crate::error::{Error, FieldError};
use crate::pipeline::Outgoing;
use serde_json::{Value, json};

/// An error as a reply.
#[must_use]
pub fn problem(error: &Error, language: Language, request: &str) -> Outgoing {
    let mut body = json!({
        "type": "about:blank",
        "title": words(error.code(), language),
        "status": error.status(),
        "code": error.code(),
        "request_id": request,
    });
    if let Error::Invalid(fields) = error {
        body["errors"] = fields.iter().map(|field| field_problem(field, language)).collect();
    }
    let content_language = if language == Language::English { "en" } else { "ja" };
    let mut headers = vec![
        ("content-type".to_owned(), "application/problem+json".to_owned()),
        ("content-language".to_owned(), content_language.to_owned()),
    ];
    headers.extend(error.retry_after_seconds().map(|seconds| ("retry-after".to_owned(), seconds.to_string())));
    Outgoing { status: error.status(), headers, body: body.to_string() }
}

fn field_problem(field: &FieldError, language: Language) -> Value {
    let mut problem = json!({ "field": field.field, "code": field.code, "message": words(&field.code, language) });
    if let Some(allowed) = &field.allowed {
        problem["allowed"] = json!(allowed);
    }
    if let Some(hint) = field.hint {
        problem["hint"] = json!(words(hint, language));
    }
    problem
}

/// The words of a code: Japanese first, English on request.
#[must_use]
pub fn words(code: &str, language: Language) -> &'static str {
    let (japanese, english) =
        TABLE.iter().find(|(known, ..)| *known == code).map_or(
            ("入力または操作を確認してください。", "Check the input or the operation."),
            |(_, japanese, english)| (*japanese, *english),
        );
    if language == Language::English { english } else { japanese }
}

/// The words of a code that has words of its own.
#[must_use]
pub fn has_words(code: &str) -> bool {
    TABLE.iter().any(|(known, ..)| *known == code)
}

const TABLE: &[(&str, &str, &str)] = &[
    // Requests.
    ("session_missing", "サインインしてください。", "Sign in first."),
    ("session_invalid", "セッションが無効です。もう一度サインインしてください。", "The session isn't valid. Sign in again."),
    ("session_ended", "セッションは終了しています。もう一度サインインしてください。", "The session has ended. Sign in again."),
    ("session_expired", "セッションの期限が切れました。もう一度サインインしてください。", "The session has expired. Sign in again."),
    (
        "access_token_expired",
        "アクセストークンの期限が切れました。更新してください。",
        "The access token has expired. Refresh the session.",
    ),
    ("refresh_token_missing", "更新トークンがありません。もう一度サインインしてください。", "There is no refresh token. Sign in again."),
    (
        "rights_changed",
        "アカウントの権限が変更されました。操作は行われていません。",
        "The account's rights have changed. Nothing was done.",
    ),
    ("sign_in_refused", "メールアドレスまたはパスワードが違います。", "The mail address or the password is wrong."),
    ("operator_proof_missing", "運営者の本人証明がありません。", "The operator's proof is missing."),
    (
        "operator_proof_invalid",
        "運営者の本人証明が正しくないか、この操作のものではありません。",
        "The operator's proof isn't valid, or isn't for this call.",
    ),
    (
        "operator_proof_expired",
        "運営者の本人証明の期限が切れました。作り直してください。",
        "The operator's proof has expired. Make a new one.",
    ),
    (
        "operator_proof_used",
        "運営者の本人証明は使用済みです。作り直してください。",
        "The operator's proof was used before. Make a new one.",
    ),
    ("operator_invalid", "運営者の名前の形式が違います。", "Not the name of an operator."),
    ("operators_same", "この操作には、別の運営者による確認が必要です。", "Another operator has to confirm this."),
    (
        "second_factor_needed",
        "組織の設定により二要素認証が必要です。認証アプリまたはパスキーを登録してから、もう一度サインインしてください。",
        "A second factor is needed. Enrol an authenticator app or a passkey, or sign in with yours.",
    ),
    ("second_factor_refused", "認証コードまたはパスキーを確認できません。", "The code or passkey can't be verified."),
    (
        "ticket_invalid",
        "手続きの有効期限が切れました。もう一度メールアドレスとパスワードから始めてください。",
        "The sign-in has expired. Start again with mail address and password.",
    ),
    ("role_missing", "この操作を行う権限がありません。", "Your roles don't allow this."),
    ("origin_foreign", "ほかのサイトからの要求は受け付けません。", "Requests from other sites are refused."),
    ("not_found", "見つかりません。", "Not found."),
    ("body_not_json", "本文をJSONとして読み取れません。", "The body can't be read as JSON."),
    ("body_not_object", "本文はJSONオブジェクトにしてください。", "The body must be a JSON object."),
    ("query_not_readable", "クエリを読み取れません。", "The query can't be read."),
    ("body_too_large", "本文が大きすぎます(256 KiBまで)。", "The body is too large (256 KiB at most)."),
    ("media_type_unsupported", "Content-Typeはapplication/jsonにしてください。", "Content-Type must be application/json."),
    ("fields_invalid", "入力に誤りがあります。", "Some fields are not valid."),
    ("version_mismatch", "ほかの人が先に変更しました。読み直してください。", "Somebody else has changed it. Load it again."),
    (
        "record_changed",
        "同時にほかの変更がありました。読み直してやり直してください。",
        "Something else changed it at the same time. Load it again and retry.",
    ),
    ("already_exists", "すでに存在します。", "It exists already."),
    ("idempotency_key_reused", "このIdempotency-Keyは別の要求で使われています。", "This Idempotency-Key was used for another request."),
    ("idempotency_key_in_use", "同じIdempotency-Keyの要求が処理中です。", "A request with this Idempotency-Key is under way."),
    ("idempotency_key_invalid", "Idempotency-Keyの形式が違います。", "The Idempotency-Key has the wrong form."),
    ("idempotency_key_not_taken", "この操作ではIdempotency-Keyを使えません。", "This operation takes no Idempotency-Key."),
    ("too_many_attempts", "試行回数が多すぎます。しばらく待ってからやり直してください。", "Too many attempts. Wait a while and retry."),
    (
        "temporarily_unavailable",
        "一時的に利用できません。しばらくしてからやり直してください。",
        "Temporarily unavailable. Try again in a while.",
    ),
    (
        "internal_error",
        "内部エラーが発生しました。request_idを添えてお問い合わせください。",
        "An internal error occurred. Contact us with the request_id.",
    ),
    ("session_refreshed", "別のタブが同時に更新しました。もう一度お試しください。", "Another tab refreshed at the same time. Try again."),
    ("request_malformed", "要求を読み取れません。", "The request can't be read."),
    ("request_blocked", "要求は遮断されました。", "The request was blocked."),
    ("member_repeated", "同じ項目が2回あります。", "A member stands twice."),
    // Fields.
    ("field_unknown", "この項目はありません。", "There is no such field."),
    ("field_missing", "必須項目です。", "This field is required."),
    ("field_repeated", "項目が重複しています。", "The field is repeated."),
    ("type_invalid", "値の種類が違います。", "The value has the wrong type."),
    ("value_invalid", "値の形式が違います。", "The value has the wrong form."),
    ("choice_unknown", "選べる値ではありません。", "Not one of the choices."),
    ("timestamp_invalid", "日時はRFC 3339形式で入力してください。", "Times must be in RFC 3339 form."),
    ("limit_out_of_range", "1から100までの数にしてください。", "A number from 1 to 100."),
    ("identifier_invalid", "識別子の形式が違います。", "The identifier has the wrong form."),
    ("amount_out_of_range", "金額が大きすぎます。", "The amount is too large."),
    ("text_empty", "入力してください。", "Must not be empty."),
    ("text_too_long", "長すぎます。", "Too long."),
    ("text_control_character", "制御文字は使えません。", "Control characters are not allowed."),
    ("mail_address_invalid", "メールアドレスの形式が違います。", "Not a mail address."),
    ("mail_address_taken", "このメールアドレスはすでに使われています。", "The mail address is in use."),
    ("phone_invalid", "電話番号の形式が違います。", "Not a phone number."),
    ("postal_code_invalid", "郵便番号は7桁の数字です。", "A postal code has seven digits."),
    ("kana_invalid", "カナで入力してください。", "Enter it in kana."),
    ("colour_invalid", "色は#RRGGBBで入力してください。", "Enter the colour as #RRGGBB."),
    ("date_invalid", "日付を確認してください(例 2026-01-31)。", "Check the date (such as 2026-01-31)."),
    ("period_invalid", "期間を確認してください。", "Check the period."),
    ("cursor_invalid", "cursorが正しくありません。最初から読み直してください。", "The cursor isn't valid. Start from the first page."),
    ("password_too_short", "パスワードは15文字以上にしてください。", "A password has at least 15 characters."),
    ("password_too_long", "パスワードは128文字までです。", "A password has at most 128 characters."),
    ("password_wrong", "現在のパスワードが違います。", "The present password is wrong."),
    ("password_unchanged", "今と違うパスワードにしてください。", "Choose another password than the present one."),
    (
        "password_common",
        "よく使われている、または漏えいしたことのあるパスワードです。ほかのパスワードにしてください。",
        "This password is common or was leaked before. Choose another.",
    ),
    (
        "password_guessable",
        "推測されやすいパスワードです。ほかのパスワードにしてください。",
        "This password can be guessed. Choose another.",
    ),
    (
        "password_repeats_account",
        "氏名・メールアドレス・組織名・サービス名を含まないパスワードにしてください。",
        "Choose a password without your name, mail address, organization or this service.",
    ),
    (
        "password_hint_words",
        "つながりのない言葉をいくつか組み合わせてください。記号や大文字は必要ありません。",
        "Put a few words together that have nothing to do with each other. Symbols and capitals aren't needed.",
    ),
    ("password_hint_keyboard", "キーボードの並び順は避けてください。", "Avoid rows of keys."),
    ("password_hint_repeats", "同じ文字や言葉の繰り返しは避けてください。", "Avoid repeated words and characters."),
    ("password_hint_sequence", "abcや6543のような連続した文字は避けてください。", "Avoid sequences such as abc or 6543."),
    ("password_hint_dates", "日付や年は避けてください。", "Avoid dates and years."),
    ("password_hint_names", "人名だけのパスワードは避けてください。", "Avoid names by themselves."),
    ("second_factor_wrong", "認証コードまたはパスキーを確認できません。", "The code or passkey can't be verified."),
    (
        "second_factor_one",
        "認証コード、リカバリーコード、パスキーのいずれか1つを送信してください。",
        "Send exactly one of code, recovery code and passkey.",
    ),
    (
        "second_factor_own",
        "自分の二要素認証は、ほかの認証手段で確認するか、ほかの組織管理者に解除を依頼してください。",
        "Remove your own second factor with another one of yours, or ask another administrator.",
    ),
    ("enrolment_expired", "登録手続きの有効期限が切れました。最初からやり直してください。", "The enrolment has expired. Start it again."),
    ("totp_exists", "認証アプリはすでに登録されています。", "An authenticator app is enrolled already."),
    ("too_many_passkeys", "パスキーの数が上限に達しています。", "There are as many passkeys as there may be."),
    ("passkey_invalid", "パスキーを確認できません。", "The passkey can't be verified."),
    (
        "passkey_user_unverified",
        "本人確認(PINや生体認証)ができるパスキーを使ってください。",
        "Use a passkey that verifies you by PIN or biometrics.",
    ),
    ("passkey_algorithm", "この種類のパスキーは使えません。", "This kind of passkey isn't taken."),
    ("passkey_counter", "複製された可能性のあるパスキーです。", "The passkey may have been copied."),
    ("roles_empty", "権限を1つ以上選んでください。", "Choose at least one role."),
    ("approval_limit_missing", "承認者には承認限度額が必要です。", "An approver needs an approval limit."),
    (
        "link_invalid",
        "リンクは使用済みか、期限切れです。もう一度申請してください。",
        "The link was used or has expired. Ask for a new one.",
    ),
    ("last_administrator", "最後の組織管理者は削除も変更もできません。", "The last administrator can be neither removed nor demoted."),
    ("account_not_invited", "招待中のアカウントだけが再招待できます。", "Only an invited account can be invited again."),
    ("label_name_taken", "同じ名前のラベルがあります。", "A label of this name exists."),
    ("too_many_labels", "ラベルが多すぎます。", "Too many labels."),
    ("policy_number_taken", "この証券番号はすでに使われています。", "The policy number is in use."),
    ("policyholder_unknown", "この契約者は登録されていません。", "There is no such policyholder."),
    ("animal_unknown", "この被保険動物は登録されていません。", "There is no such animal."),
    ("product_unknown", "この商品は登録されていません。", "There is no such product."),
    ("policy_unknown", "この保険契約は登録されていません。", "There is no such policy."),
    (
        "timeline_not_sealed_yet",
        "この記録はまだ封印されていません。1時間ほど待ってからやり直してください。",
        "No seal covers this entry yet. Try again in an hour.",
    ),
    (
        "timeline_entry_altered",
        "この記録は封印されたものと一致しません。運営者にお問い合わせください。",
        "The entry isn't the one that was sealed. Contact the operator.",
    ),
    (
        "timeline_export_too_large",
        "記録が多すぎます。期間を短く区切ってください。",
        "There are too many entries. Ask for a shorter period.",
    ),
    (
        "earlier_tree_size_unknown",
        "書出しの範囲より前の封印のtree_sizeを指定してください。",
        "Name the tree_size of a seal from before the exported range.",
    ),
    ("period_too_long", "期間が長すぎます。短く区切ってください。", "The period is too long. Ask for a shorter one."),
    ("digits_invalid", "決められた桁数の数字で入力してください。", "Enter exactly the given number of digits."),
    ("holder_kana_invalid", "口座名義に使えない文字があります。", "The account holder has a character that a transfer can't carry."),
    ("holder_kana_too_long", "口座名義が長すぎます。", "The account holder is too long."),
    ("time_of_day_invalid", "時刻はHH:MMで入力してください。", "Enter the time as HH:MM."),
    ("business_days_empty", "営業日を1日以上選んでください。", "Choose at least one business day."),
    ("contacts_missing", "連絡先を1件以上入力してください。", "Enter at least one contact."),
    // Client certificates.
    ("certificate_days_out_of_range", "証明書の有効日数は1日から825日までにしてください。", "A certificate holds for 1 to 825 days."),
    (
        "certificate_downloaded",
        "この証明書ファイルはダウンロード済みです。必要であれば新しく発行してください。",
        "The certificate's file was downloaded before. Issue a new one if you need it.",
    ),
    (
        "certificate_file_expired",
        "証明書ファイルは期限内にダウンロードされなかったため削除されました。新しく発行してください。",
        "Nobody downloaded the certificate's file in time. Issue a new one.",
    ),
    (
        "certificate_needed",
        "クライアント証明書が必要です。証明書用のアドレスからアクセスしてください。",
        "A client certificate is needed. Come through the address for certificates.",
    ),
    ("certificate_unknown", "このクライアント証明書は発行されたものではありません。", "This client certificate was never issued."),
    ("certificate_revoked", "このクライアント証明書は失効しています。", "The client certificate was revoked."),
    ("certificate_expired", "クライアント証明書の有効期限が切れています。", "The client certificate has expired."),
    ("certificate_foreign", "ほかの組織のクライアント証明書です。", "The client certificate belongs to another organization."),
    ("certificate_not_own", "ご本人に発行されたクライアント証明書を使ってください。", "Use the client certificate that was issued to you."),
    (
        "certificate_policy_locks_out",
        "この設定ではご自身が締め出されます。有効なクライアント証明書でアクセスしてから変更してください。",
        "This would lock you out. Come with a valid client certificate and try again.",
    ),
    ("account_unknown", "このアカウントは登録されていません。", "There is no such account."),
    ("organization_unknown", "この組織は登録されていません。", "There is no such organization."),
    // Products and policies.
    (
        "coverage_rate_out_of_range",
        "補償割合は1から100までの整数(%)にしてください。",
        "The coverage rate is a whole percentage from 1 to 100.",
    ),
    ("waiting_days_out_of_range", "待機期間が長すぎます。", "The waiting period is too long."),
    (
        "cap_zero",
        "支払限度額は1円以上にしてください。補償しない場合は、その区分を外してください。",
        "A cap is at least 1 yen. Leave out a kind of care that isn't covered.",
    ),
    ("limit_per_year_out_of_range", "年間の支払限度日数・回数が範囲を外れています。", "The limit of days or times a year is out of range."),
    ("yearly_amount_zero", "年間限度額は1円以上にしてください。", "The yearly amount is at least 1 yen."),
    ("no_care_covered", "通院・入院・手術のいずれかを補償してください。", "Cover at least one of visit, stay and operation."),
    ("first_start_after_start", "初年度契約始期日は始期日以前にしてください。", "The first contract can't start after this policy."),
    (
        "policy_has_claims",
        "承認済みの保険金があるため、保険期間をこのようには変更できません。",
        "Claims used this policy's limits: its period can't be changed this way.",
    ),
    ("limit_overrun", "保険年度の支払限度を超えます。", "This would overrun a limit of the policy year."),
    ("limit_underrun", "支払限度の使用状況と合いません。", "The policy's limits don't hold what would be given back."),
    // Statements.
    ("statement_empty", "診療明細を1行以上入力してください。", "A statement has at least one line."),
    ("statement_text_too_long", "明細の文字が多すぎます。請求を分けてください。", "The statement has too much text. Divide the claim."),
    ("closed_days_too_many", "休業日が多すぎます。", "Too many closed days."),
    ("statement_too_long", "診療明細の行が多すぎます。", "The statement has too many lines."),
    ("stay_days_missing", "入院の行には日数が必要です。", "A line for a stay needs its number of days."),
    ("stay_days_unexpected", "日数は入院の行だけに入力できます。", "Only a line for a stay has a number of days."),
    ("stay_days_out_of_range", "入院日数が範囲を外れています。", "The number of days of the stay is out of range."),
    ("stay_days_in_all_too_many", "入院日数の合計が多すぎます。", "The stays have too many days in all."),
    ("stay_ends_before_start", "退院日が入院日より前になっています。", "The discharge lies before the admission."),
    (
        "stay_lengths_too_varied",
        "入院期間の組合せが複雑すぎます。請求を分けてください。",
        "The stays are too varied to be shared out by day. Divide the claim.",
    ),
    ("treated_in_future", "診療日が未来の日付です。", "The treatment lies in the future."),
    // Assessment.
    ("finding_line_unknown", "査定所見の対象となる明細行がありません。", "The finding names a line that the statement doesn't have."),
    ("finding_repeated", "同じ明細行に査定所見が重複しています。", "Two findings name the same line."),
    ("finding_not_in_product", "この商品の免責事由ではありません。", "The product doesn't exclude this."),
    ("finding_is_computed", "この事由は日付と契約条件から自動で判定されます。", "This reason follows from dates and terms by itself."),
    (
        "limits_changed",
        "査定後に支払限度が使われました。もう一度査定してください。",
        "The policy's limits were used since the assessment. Assess the claim again.",
    ),
    // Claims and payouts.
    ("claim_state_forbids", "請求の現在の状態では、この操作はできません。", "The state of the claim doesn't allow this."),
    ("bank_account_missing", "振込先口座を入力してください。", "Enter the account to pay to."),
    ("approver_assessed", "査定した本人は承認・謝絶できません。", "Who assessed a claim can't decide on it."),
    ("approval_limit_exceeded", "承認限度額を超えています。", "The amount is above your approval limit."),
    (
        "nothing_payable",
        "支払額が0円のため承認できません。理由を付けて謝絶してください。",
        "Nothing is payable. Reject the claim with its reasons.",
    ),
    ("claim_already_settled", "承認されたことのある請求は取り下げられません。", "A claim that was approved before can't be withdrawn."),
    ("rejection_reasons_missing", "謝絶の理由を1つ以上選んでください。", "Choose at least one reason for the rejection."),
    ("extension_not_later", "延長後の支払期限は、現在の期限より後にしてください。", "The new due date must be later than the present one."),
    ("extension_too_long", "支払期限をこれほど先まで延ばせません。", "The due date can't be moved that far."),
    ("nothing_to_recover", "返還を受ける金額がありません。", "There is nothing to recover."),
    ("payout_missing", "この請求には支払がありません。", "The claim has no payout."),
    ("payout_state_forbids", "支払の現在の状態では、この操作はできません。", "The state of the payout doesn't allow this."),
    ("payout_amount_zero", "支払額は1円以上にしてください。", "A payout is at least 1 yen."),
    // The end of a contract, and operators.
    ("contract_ended", "契約はすでに終了しています。", "The contract has ended already."),
    ("contract_holds", "契約が終了していないため、消去できません。", "The contract holds: the organization can't be erased."),
    ("erasure_state_forbids", "消去の現在の状態では、この操作はできません。", "The state of the erasure doesn't allow this."),
    ("erasure_not_due", "消去の実行時刻になっていません。", "The erasure isn't due yet."),
    ("erasure_exists", "この組織にはすでに消去の指示があります。", "There is an instruction to erase this organization already."),
    ("access_minutes_out_of_range", "閲覧時間は1分から60分までです。", "Access lasts from 1 to 60 minutes."),
    ("access_ended", "閲覧の期限が切れたか、別の運営者の閲覧です。", "The access has ended, or is another operator's."),
    ("disclosure_records_out_of_range", "開示する記録は1件から100件までです。", "A disclosure names from 1 to 100 records."),
    ("disclosure_fields_out_of_range", "開示する項目を1つ以上指定してください。", "Name the fields to be disclosed."),
    ("disclosure_field_invalid", "項目は1つずつ名前で指定してください。", "Name each field; there are no wildcards."),
    ("disclosure_repeated", "同じ記録または項目が重複しています。", "A record or field is named twice."),
    ("disclosure_state_forbids", "開示の現在の状態では、この操作はできません。", "The state of the disclosure doesn't allow this."),
    ("record_unknown", "この記録はありません。", "There is no such record."),
    ("organization_unknown", "この組織はありません。", "There is no such organization."),
    (
        "personal_value_sealed",
        "内部エラーが発生しました。request_idを添えてお問い合わせください。",
        "An internal error occurred. Contact us with the request_id.",
    ),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_refused_field_is_named_in_the_callers_language_and_causes_stay_inside() {
        let error = Error::Invalid(vec![FieldError::coded("name", "field_missing", None)]);
        let reply = problem(&error, Language::English, "req_1");
        let body: Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(body["errors"][0]["message"], "This field is required.");
        let inside = problem(&Error::Internal("table secret".into()), Language::Japanese, "req_1");
        assert!(!inside.body.contains("secret") && inside.body.contains("internal_error"));
    }

    #[test]
    fn every_refusal_has_words() {
        let silent: Vec<&&str> = crate::domain::refusal::Refusal::CODES.iter().filter(|code| !has_words(code)).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }

    #[test]
    fn codes_stand_once() {
        let mut codes: Vec<&str> = TABLE.iter().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
