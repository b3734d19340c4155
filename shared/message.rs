//! Errors in words: problem details (RFC 9457) in Japanese or English, with a stable code, and the fields that were refused.

mod insurance;
mod notices;
mod service;

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
    if let Error::RecordsChanged(records) = error {
        body["records"] = json!(records);
    }
    let content_language = if language == Language::English { "en" } else { "ja" };
    let mut headers = vec![
        ("content-type".to_owned(), "application/problem+json".to_owned()),
        ("content-language".to_owned(), content_language.to_owned()),
    ];
    headers.extend(error.retry_after_seconds().map(|seconds| ("retry-after".to_owned(), seconds.to_string())));
    Outgoing { status: error.status(), headers, body: body.to_string(), file: None }
}

/// The words of codes whose bound is known, at `{}`: what is allowed, and not only that it isn't this.
const BOUNDED: [(&str, &str, &str); 10] = [
    ("text_too_long", "{}文字までにしてください。", "At most {} characters."),
    ("waiting_days_out_of_range", "待機期間は0日から{}日までにしてください。", "The waiting period is 0 to {} days."),
    (
        "limit_per_year_out_of_range",
        "年間の支払限度日数・回数は1から{}までにしてください。",
        "The limit of days or times a year is 1 to {}.",
    ),
    ("policy_period_too_long", "保険期間は{}年までにしてください。", "A policy runs for at most {} years."),
    ("statement_too_long", "診療明細は{}行までにしてください。", "A statement has at most {} lines."),
    ("stay_days_out_of_range", "入院日数は1日から{}日までにしてください。", "A stay has 1 to {} days."),
    ("stay_days_in_all_too_many", "入院日数は合計{}日までにしてください。", "The stays have at most {} days in all."),
    ("digits_invalid", "{}桁の数字で入力してください。", "Enter exactly {} digits."),
    (
        "holder_kana_too_long",
        "口座名義は、濁点・半濁点を1文字と数えて{}文字までにしてください。",
        "At most {} characters, a voiced mark counting as one.",
    ),
    ("closed_days_too_many", "休業日は{}日までにしてください。", "At most {} closed days."),
];

fn field_problem(field: &FieldError, language: Language) -> Value {
    let bound = field.allowed.as_ref().zip(BOUNDED.iter().find(|(code, ..)| *code == field.code));
    let message = bound.map_or_else(
        || words(&field.code, language).to_owned(),
        |(allowed, (_, japanese, english))| if language == Language::English { english } else { japanese }.replace("{}", allowed),
    );
    let mut problem = json!({ "field": field.field, "code": field.code, "message": message });
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
    let (japanese, english) = table()
        .find(|(known, ..)| *known == code)
        .map_or(("入力または操作を確認してください。", "Check the input or the operation."), |(_, japanese, english)| {
            (*japanese, *english)
        });
    if language == Language::English { english } else { japanese }
}

/// The words of a code that has words of its own.
#[must_use]
pub fn has_words(code: &str) -> bool {
    table().any(|(known, ..)| *known == code)
}

fn table() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    service::TABLE.iter().chain(insurance::TABLE).chain(notices::TABLE)
}

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
        let long = Error::Invalid(vec![FieldError::new("name", crate::domain::refusal::Refusal::TextTooLong(50))]);
        let body: Value = serde_json::from_str(&problem(&long, Language::Japanese, "req_1").body).unwrap();
        assert_eq!(body["errors"][0]["message"], "50文字までにしてください。", "what is allowed");
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
        let mut codes: Vec<&str> = table().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
