//! From what is entered to a function's input, after its JSON schema: what doesn't fit is named before anything is sent.

mod schema;

pub use schema::{Form, members, of};

use crate::language::pick;
use crate::stop::Stop;
use serde_json::{Map, Value};
use shared::caller::Language;
use std::io::Read;

/// A field that doesn't fit, by its path, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Such as `title.ja`.
    pub field: String,
    /// Why.
    pub reason: Reason,
}

/// Why a field doesn't fit.
#[derive(Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no such field; these there are.
    Unknown(Vec<String>),
    /// It is needed.
    Missing,
    /// It is entered twice.
    Repeated,
    /// It takes a whole number.
    NotNumber,
    /// It takes true or false.
    NotTrueOrFalse,
    /// It takes one of these.
    NotAmong(Vec<String>),
    /// It takes JSON.
    NotJson,
    /// Its file can't be read.
    NotReadable,
}

impl Reason {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Unknown(known) if known.is_empty() => pick(language, "入力できる項目はありません。", "This takes no fields."),
            Self::Unknown(known) => {
                let known = known.join(", ");
                pick(language, &format!("この項目はありません。あるもの: {known}"), &format!("There is no such field. There are: {known}"))
            }
            Self::Missing => pick(language, "必須項目です。", "This field is required."),
            Self::Repeated => pick(language, "2回入力されています。", "It is entered twice."),
            Self::NotNumber => pick(language, "整数で入力してください。", "Enter a whole number."),
            Self::NotTrueOrFalse => pick(language, "true または false を入力してください。", "Enter true or false."),
            Self::NotAmong(choices) => {
                let choices = choices.join(", ");
                pick(language, &format!("次から選んでください: {choices}"), &format!("Choose one of: {choices}"))
            }
            Self::NotJson => pick(language, "JSONで入力してください。", "Enter JSON."),
            Self::NotReadable => pick(language, "ファイルを読み取れません。", "The file can't be read."),
        }
    }
}

/// All faults as a wrong command line.
pub fn stop(faults: &[Fault], language: Language) -> Stop {
    let line = |fault: &Fault| {
        let name = if fault.field.is_empty() { "JSON".to_owned() } else { format!("--{}", fault.field) };
        format!("{name}: {}", fault.reason.words(language))
    };
    Stop::Usage(faults.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn fault(field: &str, reason: Reason) -> Fault {
    Fault { field: field.to_owned(), reason }
}

/// The input: the JSON, with the fields entered over it.
///
/// # Errors
/// Every field that doesn't fit.
pub fn payload(schema: &Value, entered: &[(String, String)], json: Option<&str>) -> Result<Value, Vec<Fault>> {
    let mut input = match json.map(|text| read(text, "-").and_then(|text| serde_json::from_str(&text).ok())) {
        None => Value::Object(Map::new()),
        Some(Some(input @ Value::Object(_))) => input,
        Some(_) => return Err(vec![fault("", Reason::NotJson)]),
    };
    let (mut faults, mut seen) = (Vec::new(), Vec::new());
    for (path, text) in entered {
        if let Err(reason) = enter(schema, &mut input, path, text, &seen) {
            faults.push(fault(path, reason));
        }
        seen.push(path.as_str());
    }
    if faults.is_empty() {
        schema::check(schema, &input, "", &mut faults);
    }
    if faults.is_empty() { Ok(input) } else { Err(faults) }
}

fn enter(schema: &Value, input: &mut Value, path: &str, text: &str, seen: &[&str]) -> Result<(), Reason> {
    let (mut schema, mut place) = (schema, input);
    for name in path.split('.') {
        let known = members(schema);
        let Some((_, member, _)) = known.iter().find(|(found, ..)| *found == name) else {
            return Err(Reason::Unknown(known.into_iter().map(|(name, ..)| name.to_owned()).collect()));
        };
        schema = member;
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[name];
    }
    let text = match text.strip_prefix('@') {
        Some(file) => read(&format!("@{file}"), "@-").ok_or(Reason::NotReadable)?,
        None => text.to_owned(),
    };
    let form = of(schema);
    match &form {
        Form::List(item) if !text.trim_start().starts_with('[') => {
            if !(place.is_array() && seen.contains(&path)) {
                *place = Value::Array(Vec::new());
            }
            let value = value(&of(item), &text)?;
            place.as_array_mut().into_iter().for_each(|list| list.push(value.clone()));
        }
        _ if seen.contains(&path) => return Err(Reason::Repeated),
        form => *place = value(form, &text)?,
    }
    Ok(())
}

fn value(form: &Form<'_>, text: &str) -> Result<Value, Reason> {
    match form {
        Form::Text => Ok(text.into()),
        Form::Choice(choices) if choices.iter().any(|choice| choice == text) => Ok(text.into()),
        Form::Choice(choices) => Err(Reason::NotAmong(choices.clone())),
        Form::Number => text.trim().parse::<i64>().map(Value::from).map_err(|_| Reason::NotNumber),
        Form::TrueOrFalse => text.trim().parse::<bool>().map(Value::from).map_err(|_| Reason::NotTrueOrFalse),
        Form::List(_) | Form::Members | Form::Any => serde_json::from_str(text).map_err(|_| Reason::NotJson),
    }
}

// `@file` is what a file holds, and what stands for the standard input what comes there: a secret then isn't on the command line.
fn read(text: &str, standard_input: &str) -> Option<String> {
    if text == standard_input {
        let mut read = String::new();
        return std::io::stdin().read_to_string(&mut read).ok().map(|_| read.trim_end_matches('\n').to_owned());
    }
    match text.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file).ok().map(|text| text.trim_end_matches('\n').to_owned()),
        None => Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::Catalogue;
    use serde_json::json;

    fn entered(function: &str, fields: &[(&str, &str)], json: Option<&str>) -> Result<Value, Vec<Fault>> {
        let catalogue = Catalogue::whole();
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        payload(&catalogue.named(function, Language::English).unwrap().input, &fields, json)
    }

    #[test]
    fn fields_become_the_input_after_the_functions_schema() {
        let access = [("organization", "org_1"), ("reason", "調査"), ("ticket", "T-1"), ("minutes", "30")];
        let expected = json!({ "organization": "org_1", "reason": "調査", "ticket": "T-1", "minutes": 30 });
        assert_eq!(entered("operator_access_open", &access, None).unwrap(), expected);
        assert_eq!(
            entered(
                "operator_access_open",
                &access[3..],
                Some(&json!({ "organization": "org_1", "reason": "調査", "ticket": "T-1" }).to_string())
            )
            .unwrap(),
            expected
        );

        let incident = [
            ("title.ja", "障害"),
            ("title.en", "Outage"),
            ("severity", "major"),
            ("occurred_at", "2026-11-24T09:00:00+09:00"),
            ("organizations", "org_1"),
            ("organizations", "org_2"),
            ("first_report", r#"{"ja":"調査中です。","en":"We are looking into it."}"#),
        ];
        let input = entered("incident_open", &incident, None).unwrap();
        assert_eq!((&input["organizations"], &input["title"]), (&json!(["org_1", "org_2"]), &json!({ "ja": "障害", "en": "Outage" })));
        assert_eq!(input["first_report"]["en"], "We are looking into it.");
        assert_eq!(entered("job_list", &[], None).unwrap(), json!({}));
    }

    // The function, the fields entered, the JSON, and the field refused with its reason.
    type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], Option<&'c str>, &'c str, Reason);

    #[test]
    fn what_does_not_fit_is_named() {
        let table: [Case<'_>; 10] = [
            ("contract_end", &[], None, "organization", Reason::Missing),
            ("contract_end", &[("organisation", "x")], None, "organisation", Reason::Unknown(vec!["organization".into()])),
            ("contract_end", &[("organization", "x"), ("organization", "y")], None, "organization", Reason::Repeated),
            ("contract_end", &[("organization", "@/nowhere")], None, "organization", Reason::NotReadable),
            ("contract_end", &[], Some("{"), "", Reason::NotJson),
            ("contract_end", &[], Some(r#"{"organization":"x","why":1}"#), "why", Reason::Unknown(vec!["organization".into()])),
            ("operator_access_open", &[("minutes", "an hour")], None, "minutes", Reason::NotNumber),
            ("organization_mail_consent", &[("state", "maybe")], None, "state", {
                Reason::NotAmong(vec!["given".into(), "taken_back".into()])
            }),
            ("incident_open", &[("title.fr", "x")], None, "title.fr", Reason::Unknown(vec!["en".into(), "ja".into()])),
            ("backup_prune", &[("days", "1")], None, "days", Reason::Unknown(vec![])),
        ];
        for (function, fields, json, field, reason) in table {
            let faults = entered(function, fields, json).unwrap_err();
            assert_eq!(faults[0], fault(field, reason), "{function} {fields:?}");
        }
        let nested = entered("incident_report", &[("incident", "inc_1"), ("text.ja", "x")], None).unwrap_err();
        assert_eq!(nested, [fault("text.en", Reason::Missing)]);
    }
}
