//! The world that a function lives in: its ports, its settings, and what it keeps in memory between requests.

use crate::domain::security::CertificatePolicy;
use crate::error::Result;
use crate::keyring::Keyring;
use crate::password::Cost;
use crate::ports::{
    Backups, CardGateway, Clock, Context, Documents, Doors, Keys, MailAbroad, Mailer, Metrics, Operators, Random, Secret, Table,
};
use crate::token::TokenCache;
use std::sync::Arc;

/// The name of the service-wide key for hashes of mail addresses.
pub const MAIL_ADDRESS_KEY: &str = "mail_address";
/// The name of the service-wide key for mail that is no organization's own.
pub const SERVICE_MAIL_KEY: &str = "mail";
/// The name of the item with the authorities of client certificates.
pub const CERTIFICATE_AUTHORITY: &str = "certificate_authority";
/// The name of the item with the shop's account at the card company.
pub const CARD_MERCHANT: &str = "card_merchant";
/// The name of the item with the token keys.
pub const TOKEN_KEYS: &str = "token";

/// The name of the mail provider abroad's API key.
pub const MAIL_ABROAD_KEY: &str = "mail_abroad";
/// The name of the key under which the mail provider abroad signs what it says of mail.
pub const MAIL_ABROAD_EVENTS_KEY: &str = "mail_abroad_events";

/// Settings, read from the environment once.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data table.
    pub data_table: String,
    /// The keys table.
    pub keys_table: String,
    /// The KMS key that wraps the service's own keys.
    pub service_key: String,
    /// The asymmetric KMS key that signs seals of the timeline and certificates of erasure.
    pub signing_key: String,
    /// The bucket of organizations' documents.
    pub documents_bucket: String,
    /// The bucket of what stays after an organization is erased.
    pub records_bucket: String,
    /// The bucket of the truststore.
    pub truststore_bucket: String,
    /// What KMS keys and IAM conditions are tagged with: the stack.
    pub application: String,
    /// The role whose sessions are operators, as `arn:aws:sts::<account>:assumed-role/<role>`.
    pub operator_role: String,
    /// The origin that links in mails lead to, such as `https://app.example.jp`.
    pub public_origin: String,
    /// The origin of the door with client certificates, such as `https://cert.example.jp`.
    pub certificate_origin: String,
    /// The domain that both of them lie under, which passkeys belong to.
    pub parent_domain: String,
    /// The door without TLS, on this machine alone: `http://localhost:8080`.
    pub plain_origin: Option<String>,
    /// The sender of mails.
    pub mail_from: String,
    /// Where the mail provider abroad takes mail of our domain, where there is one.
    pub mail_abroad: Option<String>,
    /// Where the card company's script lies that makes tokens of cards; without it no card is registered.
    pub card_tokens: Option<String>,
    /// The support desk, which inquiries reach.
    pub support_mail: String,
    /// What hashing a password costs.
    pub password_cost: Cost,
}

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    /// The names of everything that is missing or can't be read, at once.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> std::result::Result<Self, String> {
        let mut wrong = Vec::new();
        let mut required = |name: &str| {
            read(name).filter(|value| !value.is_empty()).unwrap_or_else(|| {
                wrong.push(format!("{name} is missing"));
                String::new()
            })
        };
        let (data_table, keys_table) = (required("DATA_TABLE"), required("KEYS_TABLE"));
        let (service_key, application) = (required("SERVICE_KEY"), required("APPLICATION"));
        let (signing_key, documents_bucket) = (required("SIGNING_KEY"), required("DOCUMENTS_BUCKET"));
        let (records_bucket, truststore_bucket) = (required("RECORDS_BUCKET"), required("TRUSTSTORE_BUCKET"));
        let operator_role = required("OPERATOR_ROLE");
        let (public_origin, certificate_origin) = (required("PUBLIC_ORIGIN"), required("CERTIFICATE_ORIGIN"));
        let parent_domain = required("PARENT_DOMAIN");
        let (mail_from, support_mail) = (required("MAIL_FROM"), required("SUPPORT_MAIL"));
        let mut optional = |name: &str, is_right: fn(&str) -> bool, expected: &str| {
            let found = read(name).filter(|address| !address.is_empty());
            if found.as_deref().is_some_and(|address| !is_right(address)) {
                wrong.push(format!("{name} must be {expected}"));
            }
            found
        };
        let mail_abroad = optional("MAIL_ABROAD", is_safe, "an address of https");
        let is_script = |address: &str| is_safe(address) && !address.contains(['"', '<', '>', ' ']);
        let card_tokens = optional("CARD_TOKEN_SCRIPT", is_script, "an address of https");
        let is_ours = |origin: &str| origin.starts_with("http://localhost:");
        let plain_origin = optional("PLAIN_ORIGIN", is_ours, "an address of this machine");
        let mut number = |name: &str, usual: u32| match read(name).map(|text| text.parse()) {
            None => usual,
            Some(Ok(number)) => number,
            Some(Err(_)) => {
                wrong.push(format!("{name} must be a number"));
                usual
            }
        };
        let memory_kib = number("PASSWORD_MEMORY_KIB", Cost::USUAL.memory_kib);
        let password_cost = Cost { memory_kib, passes: number("PASSWORD_PASSES", Cost::USUAL.passes) }.at_least_minimum();
        if wrong.is_empty() {
            Ok(Self {
                data_table,
                keys_table,
                service_key,
                signing_key,
                documents_bucket,
                records_bucket,
                truststore_bucket,
                application,
                operator_role,
                public_origin,
                certificate_origin,
                parent_domain,
                plain_origin,
                mail_from,
                mail_abroad,
                card_tokens,
                support_mail,
                password_cost,
            })
        } else {
            Err(wrong.join(", "))
        }
    }

    /// The origin at which an organization's people come in: a door without client certificates turns those away who need one.
    #[must_use]
    pub fn origin(&self, certificates: CertificatePolicy) -> &str {
        match certificates {
            CertificatePolicy::NotNeeded => &self.public_origin,
            CertificatePolicy::Needed | CertificatePolicy::Bound => &self.certificate_origin,
        }
    }

    /// The origins of all doors.
    pub fn doors(&self) -> impl Iterator<Item = &str> {
        [&self.public_origin, &self.certificate_origin].into_iter().chain(&self.plain_origin).map(String::as_str)
    }

    /// The name of the door with client certificates.
    #[must_use]
    pub fn certificate_host(&self) -> &str {
        let host = self.certificate_origin.split_once("://").map_or("", |(_, host)| host);
        host.split(':').next().unwrap_or_default()
    }

    /// The domain that mails name as theirs.
    #[must_use]
    pub fn mail_domain(&self) -> &str {
        self.mail_from.rsplit('@').next().unwrap_or_default().trim_end_matches('>')
    }
}

// A key goes with each mail: never in the clear but to this machine itself.
fn is_safe(origin: &str) -> bool {
    ["https://", "http://127.0.0.1:"].iter().any(|safe| origin.starts_with(safe)) && !origin.ends_with('/')
}

/// Ports, settings and memory.
pub struct World {
    /// The store.
    pub table: Arc<dyn Table>,
    /// KMS.
    pub keys: Arc<dyn Keys>,
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Mail through a provider abroad.
    pub mail_abroad: Arc<dyn MailAbroad>,
    /// Documents.
    pub documents: Arc<dyn Documents>,
    /// Who operators are.
    pub operators: Arc<dyn Operators>,
    /// The doors.
    pub doors: Arc<dyn Doors>,
    /// Backups of the tables.
    pub backups: Arc<dyn Backups>,
    /// The card company.
    pub cards: Arc<dyn CardGateway>,
    /// Where figures go that alarms watch.
    pub metrics: Arc<dyn Metrics>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Settings.
    pub settings: Settings,
    /// Opened keys.
    pub keyring: Keyring,
    /// Token keys.
    pub tokens: TokenCache,
}

impl World {
    /// An opened key of a context; see [`Keyring::key`].
    ///
    /// # Errors
    /// Where KMS is away or its key disabled.
    pub async fn key(&self, context: Context, version: Option<u64>) -> Result<(u64, Arc<Secret>)> {
        self.keyring.key(&*self.table, &*self.keys, context, version, self.clock.now()).await
    }

    /// The version of a context's key that seals; see [`Keyring::current`].
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn current_key(&self, context: Context) -> Result<u64> {
        self.keyring.current(&*self.table, context, self.clock.now()).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn everything_missing_is_named_at_once() {
        let missing = Settings::from_environment(|name| (name == "DATA_TABLE").then(|| "data".into())).unwrap_err();
        for name in [
            "KEYS_TABLE",
            "SERVICE_KEY",
            "SIGNING_KEY",
            "DOCUMENTS_BUCKET",
            "RECORDS_BUCKET",
            "TRUSTSTORE_BUCKET",
            "APPLICATION",
            "OPERATOR_ROLE",
            "PUBLIC_ORIGIN",
            "CERTIFICATE_ORIGIN",
            "PARENT_DOMAIN",
            "MAIL_FROM",
            "SUPPORT_MAIL",
        ] {
            assert!(missing.contains(name), "{missing}");
        }
        assert!(!missing.contains("DATA_TABLE"));
    }

    const OUTSIDE: [&str; 2] = ["MAIL_ABROAD", "CARD_TOKEN_SCRIPT"];
    const CHOICES: [&str; 3] = ["MAIL_ABROAD", "CARD_TOKEN_SCRIPT", "PLAIN_ORIGIN"];

    #[test]
    fn there_is_a_door_without_tls_on_this_machine_alone() {
        for (origin, is_taken) in
            [("http://localhost:8080", true), ("http://app.example.jp", false), ("http://localhost.evil.example", false)]
        {
            let read = |name: &str| match name {
                "PLAIN_ORIGIN" => Some(origin.to_owned()),
                _ => (!CHOICES.contains(&name) && !name.starts_with("PASSWORD")).then(|| "x@y.example".to_owned()),
            };
            let found = Settings::from_environment(read).map(|settings| settings.doors().last() == Some(origin));
            assert_eq!(found.unwrap_or(false), is_taken, "{origin}");
        }
    }

    #[test]
    fn a_script_of_others_breaks_out_of_no_page() {
        let read = |script: &'static str| {
            move |name: &str| {
                (name != "PLAIN_ORIGIN").then(|| if name == "CARD_TOKEN_SCRIPT" { script } else { "https://y.example" }.to_owned())
            }
        };
        assert!(
            Settings::from_environment(read("https://cards.example/a.do?b=\"><p>")).is_err_and(|wrong| wrong.contains("CARD_TOKEN_SCRIPT"))
        );
    }

    #[test]
    fn others_are_spoken_to_in_secret_or_on_this_machine() {
        let table = [
            ("", Some(None)),
            ("https://api.example.net/v3/mg.example.jp", Some(Some("https://api.example.net/v3/mg.example.jp"))),
            ("http://127.0.0.1:1/v3/local.example", Some(Some("http://127.0.0.1:1/v3/local.example"))),
            ("http://api.example.net/v3/mg.example.jp", None),
            ("http://127.0.0.1.evil.example/", None),
            ("https://api.example.net/", None),
            ("api.example.net", None),
        ];
        for (origin, expected) in table {
            let read = |name: &str| {
                (!name.starts_with("PASSWORD") && name != "PLAIN_ORIGIN")
                    .then(|| if OUTSIDE.contains(&name) { origin } else { "x@y.example" }.into())
            };
            let settings = Settings::from_environment(read).ok().map(|settings| [settings.mail_abroad, settings.card_tokens]);
            assert_eq!(settings, expected.map(|origin| [origin.map(str::to_owned), origin.map(str::to_owned)]), "{origin}");
        }
    }

    #[test]
    fn the_cost_of_a_password_never_falls_below_the_floor() {
        let read = |name: &str| (!CHOICES.contains(&name)).then(|| if name.starts_with("PASSWORD") { "1" } else { "x@y.example" }.into());
        let settings = Settings::from_environment(read).unwrap();
        assert_eq!(settings.password_cost, Cost::MINIMUM);
        assert_eq!(settings.mail_domain(), "y.example");
    }
}
