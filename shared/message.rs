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
    let mut headers =
        vec![("content-type".to_owned(), "application/problem+json".to_owned()), ("content-language".to_owned(), content_language.to_owned())];
    headers.extend(error.retry_after_seconds().map(|seconds| ("retry-after".to_owned(), seconds.to_string())));
    Outgoing { status: error.status(), headers, body: body.to_string() }
}

fn field_problem(field: &FieldError, language: Language) -> Value {
    let mut problem = json!({ "field": field.field, "code": field.code, "message": words(&field.code, language) });
    if let Some(allowed) = &field.allowed {
        problem["allowed"] = json!(allowed);
    }
    problem
}

/// The words of a code: Japanese first, English on request.
#[must_use]
pub fn words(code: &str, language: Language) -> &'static str {
    let (japanese, english) = TABLE
        .iter()
        .find(|(known, ..)| *known == code)
        .map_or(("入力または操作を確認してください。", "Check the input or the operation."), |(_, japanese, english)| (*japanese, *english));
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
    ("access_token_expired", "アクセストークンの期限が切れました。更新してください。", "The access token has expired. Refresh the session."),
    ("refresh_token_missing", "更新トークンがありません。もう一度サインインしてください。", "There is no refresh token. Sign in again."),
    ("rights_changed", "アカウントの権限が変更されました。操作は行われていません。", "The account's rights have changed. Nothing was done."),
    ("sign_in_refused", "メールアドレスまたはパスワードが違います。", "The mail address or the password is wrong."),
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
    ("record_changed", "同時にほかの変更がありました。読み直してやり直してください。", "Something else changed it at the same time. Load it again and retry."),
    ("already_exists", "すでに存在します。", "It exists already."),
    ("idempotency_key_reused", "このIdempotency-Keyは別の要求で使われています。", "This Idempotency-Key was used for another request."),
    ("idempotency_key_in_use", "同じIdempotency-Keyの要求が処理中です。", "A request with this Idempotency-Key is under way."),
    ("idempotency_key_invalid", "Idempotency-Keyの形式が違います。", "The Idempotency-Key has the wrong form."),
    ("idempotency_key_not_taken", "この操作ではIdempotency-Keyを使えません。", "This operation takes no Idempotency-Key."),
    ("too_many_attempts", "試行が重なりました。少し待ってからやり直してください。", "Too many attempts at once. Wait a moment and retry."),
    ("temporarily_unavailable", "一時的に利用できません。しばらくしてからやり直してください。", "Temporarily unavailable. Try again in a while."),
    ("internal_error", "内部エラーが発生しました。request_idを添えてお問い合わせください。", "An internal error occurred. Contact us with the request_id."),
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
    ("date_invalid", "日付を確認してください。", "Check the date."),
    ("period_invalid", "期間を確認してください。", "Check the period."),
    ("cursor_invalid", "cursorが正しくありません。最初から読み直してください。", "The cursor isn't valid. Start from the first page."),
    ("password_too_short", "パスワードは15文字以上にしてください。", "A password has at least 15 characters."),
    ("password_too_long", "パスワードは128文字までです。", "A password has at most 128 characters."),
    ("password_wrong", "現在のパスワードが違います。", "The present password is wrong."),
    ("password_unchanged", "今と違うパスワードにしてください。", "Choose another password than the present one."),
    ("roles_empty", "権限を1つ以上選んでください。", "Choose at least one role."),
    ("approval_limit_missing", "承認者には承認限度額が必要です。", "An approver needs an approval limit."),
    ("link_invalid", "リンクは使用済みか、期限切れです。もう一度申請してください。", "The link was used or has expired. Ask for a new one."),
    ("last_administrator", "最後の組織管理者は削除も変更もできません。", "The last administrator can be neither removed nor demoted."),
    ("account_not_invited", "招待中のアカウントだけが再招待できます。", "Only an invited account can be invited again."),
    ("label_name_taken", "同じ名前のラベルがあります。", "A label of this name exists."),
    ("too_many_labels", "ラベルが多すぎます。", "Too many labels."),
    ("policy_number_taken", "この証券番号はすでに使われています。", "The policy number is in use."),
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
    fn codes_stand_once() {
        let mut codes: Vec<&str> = TABLE.iter().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
