//! Second factors (二要素認証, WP13): an authenticator app, passkeys, and recovery codes for the day on which neither is at
//! hand.

use super::id::{AccountId, OrganizationId, PasskeyId};
use super::personal::Personal;
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use super::totp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// How many passkeys an account may have.
pub const PASSKEYS: usize = 5;
/// How many recovery codes are handed out at once.
pub const RECOVERY_CODES: usize = 10;
/// For how long enrolling may take, and showing the factor at sign-in, in minutes.
pub const CEREMONY_MINUTES: i64 = 5;
/// How often a ticket takes a wrong answer.
pub const TICKET_TRIES: u32 = 5;

/// The kinds of factor that an account can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// 認証アプリ.
    Totp,
    /// パスキー.
    Passkey,
    /// リカバリーコード.
    RecoveryCode,
}

/// An authenticator app.
#[derive(Clone, Serialize, Deserialize)]
pub struct Totp {
    /// The shared secret, base32 as the app was given it.
    pub secret: Personal<String>,
    /// The step of the last code that was accepted: it and all before are spent.
    pub last_step: u64,
    /// When it was added.
    #[serde(with = "rfc3339")]
    pub added_at: Timestamp,
}

/// An authenticator app that hasn't shown its first code yet.
#[derive(Clone, Serialize, Deserialize)]
pub struct PendingTotp {
    /// The shared secret.
    pub secret: Personal<String>,
    /// Until when a code is taken.
    #[serde(with = "rfc3339")]
    pub expires_at: Timestamp,
}

/// A passkey: a public key and what it takes to recognise it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Passkey {
    /// Our identifier.
    pub id: PasskeyId,
    /// What the account calls it.
    pub name: Line<50>,
    /// The authenticator's identifier for it (base64url).
    pub credential: String,
    /// The public key: a COSE key (RFC 9053), base64url.
    pub public_key: String,
    /// The authenticator's counter at its last use; 0 where it has none.
    pub counter: u32,
    /// When it was added.
    #[serde(with = "rfc3339")]
    pub added_at: Timestamp,
    /// When it was last used.
    #[serde(with = "rfc3339::option")]
    pub used_at: Option<Timestamp>,
}

/// A challenge for a passkey, good for one answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct Challenge {
    /// 256 random bits, base64url.
    pub challenge: String,
    /// Until when.
    #[serde(with = "rfc3339")]
    pub expires_at: Timestamp,
}

/// All second factors of an account, in one item.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct SecondFactors {
    /// One more with every change, and with every code that is accepted: so no code is accepted twice.
    pub version: u64,
    /// The authenticator app.
    pub totp: Option<Totp>,
    /// One that is being enrolled.
    pub pending: Option<PendingTotp>,
    /// The passkeys.
    pub passkeys: Vec<Passkey>,
    /// The SHA-256 (base64url) of each recovery code that is left.
    pub recovery_codes: Vec<String>,
    /// A challenge that was handed out to the signed-in account.
    pub challenge: Option<Challenge>,
}

impl SecondFactors {
    /// Whether the account has a factor, so that sign-in asks for one.
    #[must_use]
    pub const fn is_enrolled(&self) -> bool {
        self.totp.is_some() || !self.passkeys.is_empty()
    }

    /// What can be shown at sign-in.
    #[must_use]
    pub fn kinds(&self) -> Vec<FactorKind> {
        let all = [
            (FactorKind::Totp, self.totp.is_some()),
            (FactorKind::Passkey, !self.passkeys.is_empty()),
            (FactorKind::RecoveryCode, !self.recovery_codes.is_empty()),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(kind, _)| kind).collect()
    }

    /// What a passkey of the signed-in account is to answer, while it is open.
    #[must_use]
    pub fn open_challenge(&self, now: Timestamp) -> Option<&str> {
        self.challenge.as_ref().filter(|kept| now < kept.expires_at).map(|kept| kept.challenge.as_str())
    }

    /// The passkey that the authenticator calls by this identifier.
    #[must_use]
    pub fn passkey(&self, credential: &str) -> Option<&Passkey> {
        self.passkeys.iter().find(|passkey| passkey.credential == credential)
    }

    /// After a code of the app was accepted: no code up to its step is taken again.
    #[must_use]
    pub fn code_used(&self, secret: &[u8], entered: &str, now: Timestamp) -> Option<Self> {
        let app = self.totp.as_ref()?;
        let last_step = totp::accepted(secret, entered, app.last_step, now)?;
        Some(Self { version: self.version + 1, totp: Some(Totp { last_step, ..app.clone() }), ..self.clone() })
    }

    /// After a recovery code was used; `hash` is its SHA-256.
    #[must_use]
    pub fn recovery_code_used(&self, hash: &str) -> Option<Self> {
        let mut left = Vec::with_capacity(self.recovery_codes.len());
        // All are compared, whichever it is.
        for kept in &self.recovery_codes {
            if !bool::from(kept.as_bytes().ct_eq(hash.as_bytes())) {
                left.push(kept.clone());
            }
        }
        (left.len() < self.recovery_codes.len()).then(|| Self { version: self.version + 1, recovery_codes: left, ..self.clone() })
    }

    /// After a passkey was used.
    #[must_use]
    pub fn passkey_used(&self, credential: &str, counter: u32, now: Timestamp) -> Self {
        let used = |passkey: &Passkey| match passkey.credential == credential {
            true => Passkey { counter, used_at: Some(now), ..passkey.clone() },
            false => passkey.clone(),
        };
        Self { version: self.version + 1, passkeys: self.passkeys.iter().map(used).collect(), challenge: None, ..self.clone() }
    }

    /// Without a factor; recovery codes go with the last one.
    #[must_use]
    pub fn without(&self, factor: Factor) -> Self {
        let mut left = Self { version: self.version + 1, ..self.clone() };
        match factor {
            Factor::Totp => left.totp = None,
            Factor::Passkey(id) => left.passkeys.retain(|passkey| passkey.id != id),
        }
        if !left.is_enrolled() {
            left.recovery_codes.clear();
        }
        left
    }

    /// Whether the account has this factor.
    #[must_use]
    pub fn has(&self, factor: Factor) -> bool {
        match factor {
            Factor::Totp => self.totp.is_some(),
            Factor::Passkey(id) => self.passkeys.iter().any(|passkey| passkey.id == id),
        }
    }
}

/// One factor of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// The authenticator app.
    Totp,
    /// A passkey.
    Passkey(PasskeyId),
}

impl std::str::FromStr for Factor {
    type Err = super::refusal::Refusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "totp" { Ok(Self::Totp) } else { text.parse().map(Self::Passkey) }
    }
}

/// A sign-in whose password was right and that waits for its second factor.
#[derive(Clone, Serialize, Deserialize)]
pub struct Ticket {
    /// One more with every try.
    pub version: u64,
    /// Whose organization.
    pub organization: OrganizationId,
    /// Whose account.
    pub account: AccountId,
    /// The service-wide hash of the mail address, under which failures count.
    pub mail_hash: String,
    /// The account's count of password changes when the password was right.
    pub password_changes: u64,
    /// The challenge for a passkey (base64url).
    pub challenge: String,
    /// Wrong answers so far.
    pub failures: u32,
    /// Until when.
    #[serde(with = "rfc3339")]
    pub expires_at: Timestamp,
}

impl Ticket {
    /// Whether it still takes an answer.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires_at && self.failures < TICKET_TRIES
    }
}

/// The alphabet of recovery codes (Crockford's base 32): nothing that looks like something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code of 120 random bits, as it is shown: six groups like `XXXX`. As long as a key, so that a plain hash keeps it
/// (OWASP ASVS 5, 6.5.2).
#[must_use]
pub fn recovery_code(random: [u8; 24]) -> String {
    let letters: Vec<char> = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code as it is hashed: without what people add, and with what they misread put right.
#[must_use]
pub fn folded_recovery_code(entered: &str) -> String {
    let put_right = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    entered.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').take(64).map(put_right).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap())
    }

    fn with_app() -> SecondFactors {
        let app = Totp { secret: Personal::Sealed("v1.x".into()), last_step: 0, added_at: at(0) };
        SecondFactors { version: 1, totp: Some(app), recovery_codes: vec!["a".into(), "b".into()], ..SecondFactors::default() }
    }

    #[test]
    fn a_code_is_taken_once() {
        let entered = totp::code(b"secret", totp::step(at(0)), totp::DIGITS);
        let used = with_app().code_used(b"secret", &entered, at(0)).unwrap();
        assert_eq!(used.version, 2);
        assert!(used.code_used(b"secret", &entered, at(0)).is_none());
        assert!(SecondFactors::default().code_used(b"secret", &entered, at(0)).is_none());
    }

    #[test]
    fn a_recovery_code_is_taken_once() {
        let used = with_app().recovery_code_used("a").unwrap();
        assert_eq!((used.recovery_codes.as_slice(), used.version), (&["b".to_owned()][..], 2));
        assert!(used.recovery_code_used("a").is_none());
    }

    #[test]
    fn recovery_codes_go_with_the_last_factor() {
        let left = with_app().without(Factor::Totp);
        assert!(!left.is_enrolled() && left.kinds().is_empty());
        assert_eq!(with_app().kinds(), [FactorKind::Totp, FactorKind::RecoveryCode]);
    }

    #[test]
    fn a_recovery_code_is_read_as_people_write_it() {
        let mut random = [16; 24];
        random[..12].copy_from_slice(&[0, 1, 2, 3, 31, 30, 29, 28, 27, 26, 25, 255]);
        let code = recovery_code(random);
        assert_eq!(code, "0123-ZYXW-VTSZ-GGGG-GGGG-GGGG");
        assert_eq!(folded_recovery_code(&code), "0123ZYXWVTSZGGGGGGGGGGGG");
        assert_eq!(folded_recovery_code(" o123 zyxw-vtsz gggggggggggg\n"), "0123ZYXWVTSZGGGGGGGGGGGG");
        assert_eq!(folded_recovery_code("il"), "11");
    }

    #[test]
    fn a_ticket_takes_five_wrong_answers_in_five_minutes() {
        let unique = super::super::id::Unique::new(at(0), [1; 10]);
        use super::super::id::Identifier;
        let ticket = Ticket {
            version: 1,
            organization: OrganizationId::from_unique(unique),
            account: AccountId::from_unique(unique),
            mail_hash: String::new(),
            password_changes: 0,
            challenge: String::new(),
            failures: 4,
            expires_at: at(300),
        };
        assert!(ticket.is_open(at(299)) && !ticket.is_open(at(300)));
        assert!(!Ticket { failures: TICKET_TRIES, ..ticket }.is_open(at(0)));
    }
}
