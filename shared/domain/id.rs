//! Identifiers: a prefix of their kind, then 26 characters that sort by time (ULID, Crockford base 32).

use super::refusal::Refusal;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 48 bits of milliseconds and 80 random bits, as 26 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unique([u8; 26]);

impl Unique {
    /// From the time and 80 bits of the operating system's randomness.
    // Ten lines instead of a crate: the clock and the randomness are ports here, and the crates bring their own.
    #[must_use]
    pub fn new(now: DateTime<FixedOffset>, random: [u8; 10]) -> Self {
        let milliseconds = u128::from(now.timestamp_millis().unsigned_abs() & 0xFFFF_FFFF_FFFF);
        let mut number = random.iter().fold(milliseconds, |number, byte| (number << 8) | u128::from(*byte));
        let mut text = [b'0'; 26];
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(number & 31) as usize];
            number >>= 5;
        }
        Self(text)
    }

    /// The 26 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Unique {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let bytes: [u8; 26] = text.as_bytes().try_into().map_err(|_| Refusal::IdentifierInvalid)?;
        if bytes[0] <= b'7' && bytes.iter().all(|byte| ALPHABET.contains(byte)) { Ok(Self(bytes)) } else { Err(Refusal::IdentifierInvalid) }
    }
}

/// What every identifier can do; the macro below gives each kind a type of its own, so that they can't be mixed up.
pub trait Identifier: Copy + Eq + Ord + fmt::Display + FromStr<Err = Refusal> {
    /// The prefix with its underscore, such as `clm_`.
    const PREFIX: &'static str;
    /// Makes one from a time-sortable unique.
    fn from_unique(unique: Unique) -> Self;
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Unique);

        impl Identifier for $name {
            const PREFIX: &'static str = $prefix;
            fn from_unique(unique: Unique) -> Self { Self(unique) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}{}", $prefix, self.0.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, formatter) }
        }
        impl FromStr for $name {
            type Err = Refusal;
            fn from_str(text: &str) -> Result<Self, Refusal> {
                text.strip_prefix($prefix).ok_or(Refusal::IdentifierInvalid)?.parse().map(Self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> { serializer.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": concat!("^", $prefix, "[0-7][0-9A-HJKMNP-TV-Z]{25}$") })
            }
        }
    )*};
}

identifiers! {
    /// A customer: a pet insurer, an agency or a clinic group (組織).
    OrganizationId "org_";
    /// A person who signs in (アカウント).
    AccountId "acc_";
    /// A sign-in that lasts until it is ended or idle (セッション).
    SessionId "ses_";
    /// A passkey (パスキー).
    PasskeyId "psk_";
    /// A policyholder (契約者).
    PolicyholderId "phd_";
    /// An insured animal (被保険動物).
    AnimalId "ani_";
    /// An insurance product (商品).
    ProductId "prd_";
    /// An insurance policy (保険契約).
    PolicyId "pol_";
    /// A claim (保険金請求).
    ClaimId "clm_";
    /// A payout (支払).
    PayoutId "pay_";
    /// A premium of a policy for one due day (保険料).
    PremiumId "prm_";
    /// An export of the timeline (タイムラインの書出し).
    TimelineExportId "exp_";
    /// A label (ラベル).
    LabelId "lbl_";
    /// A client certificate (クライアント証明書).
    CertificateId "crt_";
    /// A mail on its way out.
    MailId "eml_";
    /// An erasure of an organization (消去).
    ErasureId "ers_";
    /// A disclosure to a court or authority (開示).
    DisclosureId "dsc_";
    /// An operator's look into an organization (運営者の閲覧).
    OperatorAccessId "opa_";
    /// An incident (障害).
    IncidentId "inc_";
    /// A notice as an organization got it (お知らせ).
    NoticeId "ntc_";
    /// A notice as operators write it (お知らせの原稿).
    NoticeDraftId "ndr_";
    /// An inquiry to the support desk (お問い合わせ).
    InquiryId "inq_";
    /// A request, as logs and error replies name it.
    RequestId "req_";
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::TimeZone;

    fn at(milliseconds: i64) -> DateTime<FixedOffset> {
        crate::domain::time::JST.timestamp_millis_opt(milliseconds).unwrap()
    }

    #[test]
    fn known_answer_of_the_ulid_specification() {
        // github.com/ulid/spec: 01ARZ3NDEK… is the time 1469922850259.
        assert!(Unique::new(at(1_469_922_850_259), [0; 10]).as_str().starts_with("01ARZ3NDEK"));
    }

    #[test]
    fn identifiers_sort_by_time() {
        let earlier = ClaimId::from_unique(Unique::new(at(1), [255; 10]));
        let later = ClaimId::from_unique(Unique::new(at(2), [0; 10]));
        assert!(earlier < later && earlier.to_string() < later.to_string());
    }

    #[test]
    fn a_prefix_of_another_kind_is_refused() {
        let claim = ClaimId::from_unique(Unique::new(at(1), [7; 10])).to_string();
        assert!(claim.parse::<ClaimId>().is_ok());
        assert!(claim.parse::<PolicyId>().is_err());
        assert!(claim.to_lowercase().parse::<ClaimId>().is_err());
        assert!(format!("{claim}0").parse::<ClaimId>().is_err());
    }
}
