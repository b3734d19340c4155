//! Why a command stops before its end.

use crate::language::pick;
use serde_json::Value;
use shared::caller::Language;
use shared::message::words;
use std::process::ExitCode;

/// Why, and so the exit code.
#[derive(Debug)]
pub enum Stop {
    /// The command line is wrong: nothing was sent.
    Usage(String),
    /// Something is in the way, in words.
    Refused(String),
    /// The service refused, with a problem (RFC 9457).
    Problem {
        /// The problem.
        problem: Value,
        /// Whether it is for a machine to read.
        json: bool,
    },
}

impl Stop {
    /// The service's own refusal.
    pub const fn problem(problem: Value) -> Self {
        Self::Problem { problem, json: false }
    }

    /// A job of which something failed.
    pub fn failed(failed: u64, language: Language) -> Self {
        Self::Refused(pick(
            language,
            &format!("{failed} 件が失敗しました。次の実行でもう一度試されます。"),
            &format!("{failed} failed. The next run tries them again."),
        ))
    }

    /// The same, for a machine to read where one asked.
    pub fn in_form(self, json: bool) -> Self {
        match self {
            Self::Problem { problem, .. } => Self::Problem { problem, json },
            other => other,
        }
    }

    /// Says it, and gives the exit code.
    pub fn tell(&self, language: Language) -> ExitCode {
        match self {
            Self::Usage(text) | Self::Refused(text) => eprintln!("{text}"),
            Self::Problem { problem, json: true } => println!("{problem}"),
            Self::Problem { problem, json: false } => eprintln!("{}", told(problem, language)),
        }
        if matches!(self, Self::Usage(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
    }
}

// In the operator's language, whatever the service's was: the codes are stable and their words known here.
fn told(problem: &Value, language: Language) -> String {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let code = text(problem, "code");
    let mut lines = vec![format!("{} ({code})", words(&code, language))];
    for field in problem["errors"].as_array().into_iter().flatten() {
        let (name, code) = (text(field, "field"), text(field, "code"));
        let allowed = field["allowed"].as_str().map(|allowed| format!(" [{allowed}]")).unwrap_or_default();
        lines.push(format!("  {name}: {}{allowed} ({code})", words(&code, language)));
    }
    let request = text(problem, "request_id");
    if !request.is_empty() {
        lines.push(format!("  {request}"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_names_each_field_in_the_operators_language() {
        let problem = json!({
            "title": "入力に誤りがあります。", "status": 422, "code": "fields_invalid", "request_id": "req_1",
            "errors": [{ "field": "minutes", "code": "access_minutes_out_of_range", "allowed": "60" }],
        });
        let english = told(&problem, Language::English);
        assert!(english.starts_with("Some fields are not valid. (fields_invalid)\n  minutes: "), "{english}");
        assert!(english.contains(" [60] (access_minutes_out_of_range)") && english.ends_with("req_1"), "{english}");
        assert!(told(&problem, Language::Japanese).starts_with("入力に誤りがあります。 (fields_invalid)"));
    }
}
