//! Client certificates (クライアント証明書, WP6, WP13): how long they hold, when their end is told, and who may come in.

mod file_name;

pub use file_name::file_name;

use super::id::{AccountId, CertificateId, OrganizationId};
use super::personal::Personal;
use super::refusal::Refusal;
use super::security::CertificatePolicy;
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// The longest that a certificate holds, in days: Apple's systems refuse longer ones, as the CA/Browser Forum's baseline
/// requirements 1.6 to 1.7.2 did.
pub const LONGEST_DAYS: u16 = 825;
/// How long before its end a certificate is spoken of, in days; the longest first.
pub const REMINDER_DAYS: [u16; 2] = [30, 7];
/// How long the file waits to be downloaded, in days.
pub const FILE_DAYS: i64 = 7;
/// By how much a certificate begins before it is issued, in minutes: clocks of clients may be behind.
pub const BACKDATED_MINUTES: i64 = 5;

/// How long a certificate is to hold, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LifetimeDays(u16);

impl LifetimeDays {
    /// The usual: a year, and a month in which to replace it.
    pub const USUAL: Self = Self(395);

    /// The number of days, 1–[`LONGEST_DAYS`].
    ///
    /// # Errors
    /// [`Refusal::CertificateDaysOutOfRange`].
    pub const fn new(days: u64) -> Result<Self, Refusal> {
        if days >= 1 && days <= LONGEST_DAYS as u64 {
            Ok(Self(days as u16))
        } else {
            Err(Refusal::CertificateDaysOutOfRange(LONGEST_DAYS as usize))
        }
    }

    /// The number of days.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// When a certificate issued now begins and ends. Its last second counts (RFC 5280, 4.1.2.5), so that the longest holds
    /// 825 days and not a second more.
    #[must_use]
    pub fn period(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let begin = now - TimeDelta::minutes(BACKDATED_MINUTES);
        (begin, begin + TimeDelta::days(self.0.into()) - TimeDelta::seconds(1))
    }
}

impl<'de> Deserialize<'de> for LifetimeDays {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for LifetimeDays {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LifetimeDays".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": LONGEST_DAYS })
    }
}

/// How the file (PKCS#12, RFC 7292) is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateProfile {
    /// AES-256 under PBKDF2, HMAC-SHA-256: every present system.
    #[default]
    Modern,
    /// Triple DES and HMAC-SHA-1: Windows before 1709 and macOS before 15, which take nothing else.
    Legacy,
}

/// Where a certificate is in its life. That it has expired shows by its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// 発行済: the file waits to be downloaded.
    Issued,
    /// 配布済: the file was handed out.
    Downloaded,
    /// 失効.
    Revoked,
}

/// A revocation (失効).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// 理由, which may name a person.
    pub reason: Personal<Line<200>>,
}

/// A client certificate. Its private key lies nowhere but in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// Its identifier; the certificate's subject names it, too.
    pub id: CertificateId,
    /// 名称: who or what it is for.
    pub name: Personal<Line<100>>,
    /// The SHA-256 of its DER, hexadecimal: what it is looked up by.
    pub fingerprint: String,
    /// The serial number, hexadecimal.
    pub serial: String,
    /// The account that it was issued to, if it was issued to one.
    pub account: Option<AccountId>,
    /// How its file is encrypted.
    pub profile: CertificateProfile,
    /// Where it is in its life.
    pub state: CertificateState,
    /// Its revocation.
    pub revocation: Option<Revocation>,
    /// Which reminders have gone out, in days before the end, or are past for one this short.
    pub reminded: Vec<u16>,
    /// When it was issued.
    #[serde(with = "rfc3339")]
    pub issued_at: Timestamp,
    /// Until when it holds.
    #[serde(with = "rfc3339")]
    pub expires_at: Timestamp,
}

impl Certificate {
    /// The reminders that a certificate of this lifetime will never need: nobody is told of the end that was just chosen.
    #[must_use]
    pub fn past_reminders(days: LifetimeDays) -> Vec<u16> {
        REMINDER_DAYS.into_iter().filter(|reminder| *reminder >= days.get()).collect()
    }

    /// When its end is to be told next; `None` where it has been told, or nobody needs to know.
    #[must_use]
    pub fn next_reminder_at(&self) -> Option<Timestamp> {
        let next = REMINDER_DAYS.into_iter().find(|days| !self.reminded.contains(days))?;
        (self.state != CertificateState::Revoked).then(|| self.expires_at - TimeDelta::days(next.into()))
    }

    /// The certificate after its end was told, if it is to be told now. A reminder that was missed is part of the next.
    #[must_use]
    pub fn remind(&self, now: Timestamp) -> Option<Self> {
        if self.next_reminder_at().is_none_or(|due| now < due) {
            return None;
        }
        let due = |days: &u16| now >= self.expires_at - TimeDelta::days((*days).into());
        Some(Self {
            reminded: REMINDER_DAYS.into_iter().filter(|days| due(days) || self.reminded.contains(days)).collect(),
            ..self.clone()
        })
    }

    /// Hands its file out.
    ///
    /// # Errors
    /// [`Refusal::CertificateDownloaded`] or [`Refusal::CertificateRevoked`].
    pub fn download(&self) -> Result<Self, Refusal> {
        match self.state {
            CertificateState::Issued => Ok(Self { state: CertificateState::Downloaded, ..self.clone() }),
            CertificateState::Downloaded => Err(Refusal::CertificateDownloaded),
            CertificateState::Revoked => Err(Refusal::CertificateRevoked),
        }
    }

    /// Whether a connection that showed the certificate with this fingerprint may revoke it: not where every request needs
    /// one, so that nobody locks himself out, and with himself the only one who could issue another.
    ///
    /// # Errors
    /// [`Refusal::CertificateInUse`].
    pub fn check_revocable(&self, policy: CertificatePolicy, shown: Option<&str>) -> Result<(), Refusal> {
        let locks_out = policy != CertificatePolicy::NotNeeded && self.is_shown(shown);
        if locks_out { Err(Refusal::CertificateInUse) } else { Ok(()) }
    }

    /// Whether it is the one with this fingerprint.
    #[must_use]
    pub fn is_shown(&self, fingerprint: Option<&str>) -> bool {
        fingerprint == Some(self.fingerprint.as_str())
    }

    /// Revokes it, from the next request on.
    ///
    /// # Errors
    /// [`Refusal::CertificateRevoked`] where it was revoked before.
    pub fn revoke(&self, reason: Line<200>, now: Timestamp) -> Result<Self, Refusal> {
        if self.state == CertificateState::Revoked {
            return Err(Refusal::CertificateRevoked);
        }
        let revocation = Some(Revocation { at: now, reason: Personal::new(reason) });
        Ok(Self { state: CertificateState::Revoked, revocation, ..self.clone() })
    }

    /// What admission looks up.
    #[must_use]
    pub const fn pass(&self, organization: OrganizationId) -> CertificatePass {
        CertificatePass {
            organization,
            certificate: self.id,
            account: self.account,
            expires_at: self.expires_at,
            revoked: matches!(self.state, CertificateState::Revoked),
        }
    }
}

/// What admission needs to know of a certificate, found by its fingerprint. Written with the certificate's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatePass {
    /// Whose it is.
    pub organization: OrganizationId,
    /// The certificate.
    pub certificate: CertificateId,
    /// The account that it was issued to, if it was issued to one.
    pub account: Option<AccountId>,
    /// Until when it holds.
    #[serde(with = "rfc3339")]
    pub expires_at: Timestamp,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// What a connection showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<'a> {
    /// No certificate.
    Nothing,
    /// One that was never issued.
    Unknown,
    /// One of ours.
    Known(&'a CertificatePass),
}

/// Whether an account of an organization may come in with what its connection showed. A certificate that is shown must
/// hold, whatever the organization demands.
///
/// # Errors
/// The one reason, of which that of another organization goes before what has become of its certificate.
pub fn admit(
    policy: CertificatePolicy,
    shown: Shown<'_>,
    organization: OrganizationId,
    account: AccountId,
    now: Timestamp,
) -> Result<(), Refusal> {
    let pass = match shown {
        Shown::Nothing if policy == CertificatePolicy::NotNeeded => return Ok(()),
        Shown::Nothing => return Err(Refusal::CertificateNeeded),
        Shown::Unknown => return Err(Refusal::CertificateUnknown),
        Shown::Known(pass) => pass,
    };
    if pass.organization != organization {
        Err(Refusal::CertificateForeign)
    } else if pass.revoked {
        Err(Refusal::CertificateRevoked)
    } else if now >= pass.expires_at {
        Err(Refusal::CertificateExpired)
    } else if policy == CertificatePolicy::Bound && pass.account != Some(account) {
        Err(Refusal::CertificateNotOwn)
    } else {
        Ok(())
    }
}

/// The letters of a pass phrase: none that looks like another.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// How many letters it has: 25 of 31 kinds are 123 bits.
const PASS_PHRASE_LETTERS: usize = 25;

/// A pass phrase of random bytes: five groups of five letters. `None` where the bytes hold too few letters, which 64
/// random ones don't once in 10^40 times.
#[must_use]
pub fn pass_phrase(random: &[u8; 64]) -> Option<String> {
    // Of 32 values the last is passed over, so that each letter is as likely.
    let letters: Vec<u8> =
        random.iter().filter_map(|byte| LETTERS.get(usize::from(byte & 31)).copied()).take(PASS_PHRASE_LETTERS).collect();
    let groups: Vec<&str> = letters.chunks(5).map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    (letters.len() == PASS_PHRASE_LETTERS).then(|| groups.join("-"))
}

#[cfg(test)]
mod tests;
