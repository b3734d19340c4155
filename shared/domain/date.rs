//! Calendar days on the wire and in the store: `2026-01-31` and nothing else.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};

/// The form of a day, as a refusal names it.
const FORM: &str = "YYYY-MM-DD";

/// The serde form of a [`NaiveDate`], alone, optional or in a list: `#[serde(deserialize_with = "date::strict")]`.
///
/// chrono alone reads `2026-1-1` and `+2026-01-01`, too, and what isn't in one form can't be compared as text.
///
/// # Errors
/// `date_invalid` with the form, where the text isn't a day of the calendar with four digits of year and two of month and day.
pub fn strict<'de, T: Dated, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// What [`strict`] reads.
pub trait Dated: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// As [`strict`].
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        parse(&text).map(Self).ok_or_else(|| D::Error::custom(format!("date_invalid:{FORM}")))
    }
}

impl Dated for NaiveDate {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Day::deserialize(deserializer).map(|day| day.0)
    }
}

impl Dated for Option<NaiveDate> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|day| day.0))
    }
}

impl Dated for Vec<NaiveDate> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Day>::deserialize(deserializer)?.into_iter().map(|day| day.0).collect())
    }
}

// What reads back as it was written has the one form; years beyond four digits are written with a sign.
fn parse(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.parse().ok()?;
    (text.len() == FORM.len() && day.to_string() == text).then_some(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Dates {
        #[serde(deserialize_with = "crate::domain::date::strict")]
        one: NaiveDate,
        #[serde(default, deserialize_with = "crate::domain::date::strict")]
        perhaps: Option<NaiveDate>,
        #[serde(default, deserialize_with = "crate::domain::date::strict")]
        several: Vec<NaiveDate>,
    }

    fn read(value: Value) -> Result<Dates, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_day_has_one_form() {
        for text in ["2026-01-01", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(read(json!({ "one": text })).unwrap().one.to_string(), text);
        }
        for text in [
            "2026-1-1",
            "2026-01-1",
            "2026-1-01",
            "26-01-01",
            "02026-01-01",
            "+2026-01-01",
            "-2026-01-01",
            "+12026-01-01",
            "12026-01-01",
            "2026-02-29",
            "2026-02-30",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-04-31",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00+09:00",
            "2026-01-01Z",
            " 2026-01-01",
            "2026-01-01 ",
            "2026- 1- 1",
            "2026-01- 1",
            "2026-01-01\n",
            "2026/01/01",
            "20260101",
            "2026-01",
            "01-01-2026",
            "2026−01−01",
            "２０２６-01-01",
            "",
            "today",
        ] {
            for value in
                [json!({ "one": text }), json!({ "one": "2026-01-01", "perhaps": text }), json!({ "one": "2026-01-01", "several": [text] })]
            {
                assert_eq!(read(value), Err("date_invalid:YYYY-MM-DD".into()), "{text:?}");
            }
        }
    }

    #[test]
    fn what_may_be_absent_may_be_null() {
        let dates = |value| read(value).unwrap();
        assert_eq!(dates(json!({ "one": "2026-01-01", "perhaps": null })), dates(json!({ "one": "2026-01-01" })));
        assert!(read(json!({ "one": null })).is_err());
        assert!(read(json!({ "one": 20260101 })).is_err());
    }

    proptest! {
        #[test]
        fn every_day_of_four_digits_reads_back(days in 0_i32..3_652_059) {
            let day = NaiveDate::from_num_days_from_ce_opt(days + 1).unwrap();
            prop_assert_eq!(parse(&day.to_string()), Some(day));
        }

        #[test]
        fn what_reads_is_written_the_same(text in "[-+ 0-9]{0,12}") {
            prop_assert!(parse(&text).is_none_or(|day| day.to_string() == text));
        }
    }
}
