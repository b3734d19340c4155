//! Time as the product shows and stores it: Japan Standard Time, RFC 3339 with +09:00 (WP11).

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound, Utc};

/// Japan Standard Time (日本標準時), UTC+9, without summer time.
// `east_opt` is const and nine hours are in range, so the fallback arm is never evaluated.
pub const JST: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("nine hours are a valid offset"),
};

/// A point in time in Japan Standard Time, to the millisecond.
pub type Timestamp = DateTime<FixedOffset>;

/// The point in time in Japan Standard Time, cut to the millisecond that the store keeps.
#[must_use]
pub fn in_japan(time: DateTime<Utc>) -> Timestamp {
    time.with_timezone(&JST).trunc_subsecs(3)
}

/// The calendar day in Japan.
#[must_use]
pub fn day(time: Timestamp) -> NaiveDate {
    time.with_timezone(&JST).date_naive()
}

/// The text form that is stored, shown and sorted: always 29 characters, so that text order is time order.
#[must_use]
pub fn text(time: Timestamp) -> String {
    time.with_timezone(&JST).format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// Serde form of a [`Timestamp`]: see [`text`].
pub mod rfc3339 {
    use super::{JST, Timestamp, text};
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes `2026-04-01T09:00:00.000+09:00`.
    ///
    /// # Errors
    /// Whatever the serializer returns.
    pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(*time))
    }

    /// Reads any RFC 3339 time into Japan Standard Time.
    ///
    /// # Errors
    /// Where the text is no RFC 3339 time.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        chrono::DateTime::parse_from_rfc3339(&text)
            .map(|time| time.with_timezone(&JST))
            .map_err(|_| serde::de::Error::custom("timestamp_invalid"))
    }

    /// The same for a time that may be absent.
    pub mod option {
        use super::{JST, Timestamp, text};
        use serde::{Deserialize, Deserializer, Serializer};

        /// Writes the time or null.
        ///
        /// # Errors
        /// Whatever the serializer returns.
        pub fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => serializer.serialize_some(&text(*time)),
                None => serializer.serialize_none(),
            }
        }

        /// Reads the time or null.
        ///
        /// # Errors
        /// Where the text is no RFC 3339 time.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
            let Some(text) = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)? else { return Ok(None) };
            chrono::DateTime::parse_from_rfc3339(&text)
                .map(|time| Some(time.with_timezone(&JST)))
                .map_err(|_| serde::de::Error::custom("timestamp_invalid"))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_text_carries_the_offset_of_japan() {
        let time = DateTime::parse_from_rfc3339("2026-03-31T15:00:00.1239Z").unwrap().to_utc();
        assert_eq!(text(in_japan(time)), "2026-04-01T00:00:00.123+09:00");
        assert_eq!(day(in_japan(time)).to_string(), "2026-04-01");
    }
}
