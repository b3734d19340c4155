//! What an answer means for the one who asked, and how long is waited before it is asked again.

use crate::failure::Failure;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;
use std::time::Duration;

/// How often a request is sent in all: with the waits between, a service that restarts is waited for more than a minute.
pub const TRIES: u32 = 40;
/// The longest wait before a request is sent again.
const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// What an answer means.
pub enum Outcome {
    /// It is done.
    Done(Value),
    /// It may turn out better.
    Again {
        /// Why it didn't this time, for the report.
        why: String,
        /// How long the service asks to wait.
        after: Option<Duration>,
    },
    /// The session isn't taken.
    Unauthenticated(Failure),
    /// It won't turn out better.
    Failed(Failure),
}

/// Judges an answer; `request` names it in a failure.
pub fn judge(status: StatusCode, headers: &HeaderMap, text: &str, request: String) -> Outcome {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    if status.is_success() {
        return Outcome::Done(value);
    }
    let code = value.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let again = |after| Outcome::Again { why: format!("{} {code}", status.as_u16()).trim_end().to_owned(), after };
    let after = headers.get(RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok()).map(Duration::from_secs);
    match status.as_u16() {
        409 if matches!(code.as_str(), "record_changed" | "idempotency_key_in_use") => again(None),
        429 | 503 => again(after),
        // The gateway's own: the function broke or was too slow. The key makes it safe to ask again.
        502 | 504 => again(None),
        401 => Outcome::Unauthenticated(Failure::Refused { request, status: 401, code, answer: text.to_owned() }),
        status => Outcome::Failed(Failure::Refused { request, status, code, answer: text.to_owned() }),
    }
}

/// How long to wait before the next try.
// Longer each time, and not the same for requests that failed together.
pub fn wait(attempt: u32, path: &str) -> Duration {
    let spread = path.bytes().fold(7_u64, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(u64::from(byte))) % 50;
    (Duration::from_millis(50 + spread) * 2_u32.pow(attempt.min(7))).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn judged(status: u16, code: &str) -> Outcome {
        judge(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), &json!({ "code": code }).to_string(), String::new())
    }

    #[test]
    fn only_what_may_turn_out_better_is_asked_again() {
        for (status, code) in
            [(409, "record_changed"), (409, "idempotency_key_in_use"), (429, "too_many_attempts"), (503, ""), (502, ""), (504, "")]
        {
            assert!(matches!(judged(status, code), Outcome::Again { .. }), "{status} {code}");
        }
        for (status, code) in
            [(409, "claim_state_forbids"), (409, "idempotency_key_reused"), (403, "role_missing"), (422, "fields_invalid"), (500, "")]
        {
            assert!(matches!(judged(status, code), Outcome::Failed(failure) if failure.is(code)), "{status} {code}");
        }
        assert!(matches!(judged(401, "access_token_expired"), Outcome::Unauthenticated(_)));
        assert!(matches!(judged(201, ""), Outcome::Done(_)));
    }

    #[test]
    fn waits_grow_to_their_bound_and_cover_a_restart() {
        assert!(wait(0, "/a") < Duration::from_millis(100));
        assert_eq!(wait(30, "/a"), LONGEST_WAIT);
        assert!((0..TRIES).map(|attempt| wait(attempt, "/a")).sum::<Duration>() > Duration::from_secs(60));
    }
}
