//! The authorities that issue client certificates (WP6), as they lie in the keys table: their keys wrapped by KMS, and what
//! the door with client certificates has been told to trust.

use crate::domain::certificate::LONGEST_DAYS;
use crate::domain::time::{JST, Timestamp};
use crate::domain::timeline::hexadecimal;
use crate::error::{Error, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{TimeDelta, TimeZone};
use serde::{Deserialize, Serialize};

/// How long an authority holds, in days: ten years.
pub const AUTHORITY_DAYS: i64 = 3650;
/// How long it issues certificates, in days; every one of them ends before the authority does.
const ISSUING_DAYS: i64 = AUTHORITY_DAYS - 2 * LONGEST_DAYS as i64;

/// One authority.
#[derive(Clone, Serialize, Deserialize)]
pub struct Authority {
    /// The common name of its certificate.
    pub name: String,
    /// Its certificate in DER (base64).
    pub certificate: String,
    /// Its private key (PKCS#8), wrapped by KMS (base64).
    pub wrapped: String,
    /// The KMS key.
    pub kms_key: String,
    /// When it was made (seconds since 1970).
    pub made_at: i64,
    /// Whether the door trusts it, so that it may issue.
    pub trusted: bool,
}

impl Authority {
    /// When it ends.
    ///
    /// # Errors
    /// Where its time of making can't be one.
    pub fn expires_at(&self) -> Result<Timestamp> {
        let made_at =
            JST.timestamp_opt(self.made_at, 0).single().ok_or_else(|| Error::internal("an authority that was made at no time"))?;
        Ok(made_at + TimeDelta::days(AUTHORITY_DAYS))
    }
}

/// The authorities: the one that issues, and those whose certificates may still be about.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Authorities {
    /// One more with every change.
    pub version: u64,
    /// The SHA-256 (hexadecimal) of the truststore that was published last.
    pub truststore: Option<String>,
    /// All, the newest last.
    pub all: Vec<Authority>,
}

impl Authorities {
    /// The one that issues: the newest that the door trusts.
    #[must_use]
    pub fn issuing(&self) -> Option<&Authority> {
        self.all.iter().rev().find(|authority| authority.trusted)
    }

    /// Whether a new one is to be made: there is none, or the newest has issued for long enough.
    #[must_use]
    pub fn needs_another(&self, now: Timestamp) -> bool {
        self.all.last().is_none_or(|newest| now.timestamp() - newest.made_at >= TimeDelta::days(ISSUING_DAYS).num_seconds())
    }

    /// Without those that have ended.
    ///
    /// # Errors
    /// As for [`Authority::expires_at`].
    pub fn holding(self, now: Timestamp) -> Result<Self> {
        let mut all = Vec::new();
        for authority in self.all {
            if authority.expires_at()? > now {
                all.push(authority);
            }
        }
        Ok(Self { all, ..self })
    }

    /// The truststore: their certificates in PEM (RFC 7468).
    #[must_use]
    pub fn pem(&self) -> String {
        self.all.iter().map(|authority| pem(&authority.certificate)).collect()
    }

    /// After a truststore was published. The first authority issues from then on, and a later one from the next run of the
    /// job on, a day later: the door needs a while to take up a truststore.
    #[must_use]
    pub fn published(self, pem: &str) -> Self {
        let digest = digest(pem);
        let settled = self.truststore.as_ref() == Some(&digest) || self.issuing().is_none();
        let all = self.all.into_iter().map(|authority| Authority { trusted: authority.trusted || settled, ..authority }).collect();
        Self { truststore: Some(digest), all, ..self }
    }

    /// Whether this truststore was the last to be published.
    #[must_use]
    pub fn is_published(&self, pem: &str) -> bool {
        self.truststore.as_ref() == Some(&digest(pem))
    }
}

fn digest(pem: &str) -> String {
    hexadecimal(&crate::seal::sha256(pem.as_bytes()))
}

fn pem(certificate: &str) -> String {
    let lines: String = certificate.as_bytes().chunks(64).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect();
    format!("-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n")
}

/// Wrapped or plain bytes as the keys table holds them.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of such a text.
///
/// # Errors
/// Where it is none.
pub fn bytes(text: &str) -> Result<Vec<u8>> {
    STANDARD.decode(text).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(days: i64) -> Timestamp {
        JST.timestamp_opt(0, 0).unwrap() + TimeDelta::days(days)
    }

    fn authority(days: i64) -> Authority {
        Authority {
            name: days.to_string(),
            certificate: text(&[7; 60]),
            wrapped: String::new(),
            kms_key: String::new(),
            made_at: at(days).timestamp(),
            trusted: false,
        }
    }

    fn of(all: Vec<Authority>) -> Authorities {
        Authorities { all, ..Authorities::default() }
    }

    #[test]
    fn a_certificate_always_ends_before_its_authority() {
        assert!(of(vec![]).needs_another(at(0)));
        let one = of(vec![authority(0)]);
        assert!(!one.needs_another(at(ISSUING_DAYS - 1)) && one.needs_another(at(ISSUING_DAYS)));
        assert!(ISSUING_DAYS + i64::from(LONGEST_DAYS) < AUTHORITY_DAYS);
    }

    #[test]
    fn the_first_issues_at_once_and_a_later_one_only_once_the_door_has_had_time() {
        let pem = |authorities: &Authorities| authorities.pem();
        let first = of(vec![authority(0)]);
        assert!(first.issuing().is_none());
        let first = {
            let text = pem(&first);
            first.published(&text)
        };
        assert_eq!(first.issuing().unwrap().name, "0");
        let mut both = first;
        both.all.push(authority(2000));
        let text = pem(&both);
        assert!(!both.is_published(&text));
        let both = both.published(&text);
        assert!(both.is_published(&text) && both.issuing().unwrap().name == "0");
        assert_eq!(both.published(&text).issuing().unwrap().name, "2000");
    }

    #[test]
    fn those_that_ended_are_no_longer_trusted() {
        let both = of(vec![authority(0), authority(2000)]);
        assert_eq!(both.pem().matches("BEGIN CERTIFICATE").count(), 2);
        assert_eq!(both.clone().holding(at(AUTHORITY_DAYS - 1)).unwrap().all.len(), 2);
        assert_eq!(both.holding(at(AUTHORITY_DAYS)).unwrap().all.len(), 1);
    }
}
