//! What an operator can invoke: operator functions and scheduled jobs, from the same lists as everything else.

use crate::language::pick;
use crate::stop::Stop;
use functions::{JOBS, ROUTES};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use shared::caller::Language;
use shared::endpoint::Access;

/// What a name ends in whose operation can't be taken back. An erasure is one as a whole; it has a function that takes it back.
const FINAL: [&str; 8] = ["end", "close", "rotate", "set", "export", "prune", "replay", "countersign"];
/// An operation that takes something back is none.
const TAKE_BACK: &str = "take_back";

/// A function or job.
pub struct Callable {
    /// Its name.
    pub name: &'static str,
    /// What it does: Japanese, English.
    summary: (&'static str, &'static str),
    /// Whether it is a job.
    pub is_job: bool,
    /// Whether it writes: what reads is never invoked again by itself.
    pub writes: bool,
    /// Whether it can't be taken back.
    pub is_final: bool,
    /// The JSON schema of its input, with nothing left to look up.
    pub input: Value,
}

impl Callable {
    /// What it does.
    pub const fn summary(&self, language: Language) -> &'static str {
        match language {
            Language::Japanese => self.summary.0,
            Language::English => self.summary.1,
        }
    }
}

/// All of them.
pub struct Catalogue(Vec<Callable>);

impl Catalogue {
    /// In the order of the lists.
    pub fn whole() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
        let mut generator = settings.into_generator();
        let operated = ROUTES.iter().filter(|route| route.spec.access == Access::Operator);
        let functions = operated.map(|route| Callable {
            name: route.spec.name,
            summary: route.spec.summary,
            is_job: false,
            writes: route.spec.writes(),
            is_final: route.spec.writes() && is_final(route.spec.name),
            input: (route.schemas)(&mut generator).0.into(),
        });
        let mut all: Vec<Callable> = functions.collect();
        all.extend(JOBS.iter().map(|job| Callable {
            name: job.spec.name,
            summary: job.spec.summary,
            is_job: true,
            writes: true,
            is_final: is_final(job.spec.name),
            input: json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        }));
        Self(all)
    }

    /// All of them.
    pub fn all(&self) -> &[Callable] {
        &self.0
    }

    /// One by its name.
    ///
    /// # Errors
    /// [`Stop::Usage`] with those of a similar name.
    pub fn named(&self, name: &str, language: Language) -> Result<&Callable, Stop> {
        let wanted = name.replace('-', "_");
        self.0.iter().find(|callable| callable.name == wanted).ok_or_else(|| {
            let area = wanted.split('_').next().unwrap_or_default();
            let kin: Vec<&str> = self.0.iter().map(|callable| callable.name).filter(|found| found.starts_with(area)).collect();
            let kin = if area.is_empty() || kin.is_empty() { "operator list".to_owned() } else { kin.join(", ") };
            Stop::Usage(pick(
                language,
                &format!("{name} という関数はありません。 → {kin}"),
                &format!("There is no function {name}. → {kin}"),
            ))
        })
    }
}

fn is_final(name: &str) -> bool {
    let erases = name.starts_with("erasure_");
    !name.ends_with(TAKE_BACK) && (erases || name.rsplit('_').next().is_some_and(|verb| FINAL.contains(&verb)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    // No field of a function may have such a name.
    const OPTIONS: [&str; 5] = ["json", "yes", "aws", "as", "help"];

    #[test]
    fn what_cant_be_taken_back_is_known_by_its_name() {
        let catalogue = Catalogue::whole();
        let table = [
            ("contract_end", true),
            ("erasure_instruct", true),
            ("erasure_countersign", true),
            ("erasure_take_back", false),
            ("erasure_run", true),
            ("organization_key_rotate", true),
            ("mail_keys_set", true),
            ("disclosure_export", true),
            ("backup_prune", true),
            // It makes a table beside the one in use.
            ("backup_restore", false),
            ("incident_close", true),
            ("incident_report", false),
            ("job_list", false),
            ("organization_open", false),
            ("mail_deliver", false),
            ("organization_mail_consent", false),
        ];
        for (name, expected) in table {
            assert_eq!(catalogue.named(name, Language::English).unwrap().is_final, expected, "{name}");
        }
    }

    #[test]
    fn every_operator_function_and_job_is_there_with_an_input_that_can_be_entered() {
        let catalogue = Catalogue::whole();
        let operated = ROUTES.iter().filter(|route| route.spec.access == Access::Operator).count();
        assert_eq!(catalogue.all().len(), operated + JOBS.len());
        for callable in catalogue.all() {
            let fields = callable.input["properties"].as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
            let fields = fields.unwrap_or_default();
            assert!(fields.iter().all(|field| !OPTIONS.contains(&field.as_str())), "{}: {fields:?}", callable.name);
            assert!(!callable.input.to_string().contains("\"$ref\""), "{}: {}", callable.name, callable.input);
        }
    }

    #[test]
    fn a_name_is_taken_with_either_line_and_a_wrong_one_shows_its_kin() {
        let catalogue = Catalogue::whole();
        assert_eq!(catalogue.named("contract-end", Language::English).unwrap().name, "contract_end");
        let stop = catalogue.named("erasure_undo", Language::English).err().unwrap();
        assert!(matches!(stop, Stop::Usage(text) if text.contains("erasure_take_back") && text.contains("erasure_undo")));
    }
}
