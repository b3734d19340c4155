//! Japan's national holidays (国民の祝日に関する法律), as far as they are known.
//!
//! The Cabinet Office publishes a year's two equinox days in the February before; every other day follows from the law. So the years that are published stand here as published, and of those to come everything but the days that
//! hang on an equinox: asked about one of these, or about a day beyond the table, the answer is an error and no guess.

use super::refusal::Refusal;
use chrono::{Datelike, NaiveDate};

/// The first day that the table covers.
pub const FIRST_DAY: &str = "2025-01-01";
/// The last day that the table covers.
pub const LAST_DAY: &str = "2030-12-31";
/// The last year whose equinox days the Cabinet Office has published.
pub const PUBLISHED_YEAR: i32 = 2027;

/// The days that may turn out to be holidays once an equinox is published: the equinox itself (20–21 March, 22–23 September until
/// 2030), its substitute if it is a Sunday, and the day between it and another holiday.
const OPEN: [(u32, std::ops::RangeInclusive<u32>); 2] = [(3, 20..=22), (9, 21..=24)];

/// Every holiday with its name, in order.
const TABLE: &[(&str, &str)] = &[
    ("2025-01-01", "元日"),
    ("2025-01-13", "成人の日"),
    ("2025-02-11", "建国記念の日"),
    ("2025-02-23", "天皇誕生日"),
    ("2025-02-24", "振替休日"),
    ("2025-03-20", "春分の日"),
    ("2025-04-29", "昭和の日"),
    ("2025-05-03", "憲法記念日"),
    ("2025-05-04", "みどりの日"),
    ("2025-05-05", "こどもの日"),
    ("2025-05-06", "振替休日"),
    ("2025-07-21", "海の日"),
    ("2025-08-11", "山の日"),
    ("2025-09-15", "敬老の日"),
    ("2025-09-23", "秋分の日"),
    ("2025-10-13", "スポーツの日"),
    ("2025-11-03", "文化の日"),
    ("2025-11-23", "勤労感謝の日"),
    ("2025-11-24", "振替休日"),
    ("2026-01-01", "元日"),
    ("2026-01-12", "成人の日"),
    ("2026-02-11", "建国記念の日"),
    ("2026-02-23", "天皇誕生日"),
    ("2026-03-20", "春分の日"),
    ("2026-04-29", "昭和の日"),
    ("2026-05-03", "憲法記念日"),
    ("2026-05-04", "みどりの日"),
    ("2026-05-05", "こどもの日"),
    ("2026-05-06", "振替休日"),
    ("2026-07-20", "海の日"),
    ("2026-08-11", "山の日"),
    ("2026-09-21", "敬老の日"),
    ("2026-09-22", "国民の休日"),
    ("2026-09-23", "秋分の日"),
    ("2026-10-12", "スポーツの日"),
    ("2026-11-03", "文化の日"),
    ("2026-11-23", "勤労感謝の日"),
    ("2027-01-01", "元日"),
    ("2027-01-11", "成人の日"),
    ("2027-02-11", "建国記念の日"),
    ("2027-02-23", "天皇誕生日"),
    ("2027-03-21", "春分の日"),
    ("2027-03-22", "振替休日"),
    ("2027-04-29", "昭和の日"),
    ("2027-05-03", "憲法記念日"),
    ("2027-05-04", "みどりの日"),
    ("2027-05-05", "こどもの日"),
    ("2027-07-19", "海の日"),
    ("2027-08-11", "山の日"),
    ("2027-09-20", "敬老の日"),
    ("2027-09-23", "秋分の日"),
    ("2027-10-11", "スポーツの日"),
    ("2027-11-03", "文化の日"),
    ("2027-11-23", "勤労感謝の日"),
    // From here on without the equinox days, which aren't published yet.
    ("2028-01-01", "元日"),
    ("2028-01-10", "成人の日"),
    ("2028-02-11", "建国記念の日"),
    ("2028-02-23", "天皇誕生日"),
    ("2028-04-29", "昭和の日"),
    ("2028-05-03", "憲法記念日"),
    ("2028-05-04", "みどりの日"),
    ("2028-05-05", "こどもの日"),
    ("2028-07-17", "海の日"),
    ("2028-08-11", "山の日"),
    ("2028-09-18", "敬老の日"),
    ("2028-10-09", "スポーツの日"),
    ("2028-11-03", "文化の日"),
    ("2028-11-23", "勤労感謝の日"),
    ("2029-01-01", "元日"),
    ("2029-01-08", "成人の日"),
    ("2029-02-11", "建国記念の日"),
    ("2029-02-12", "振替休日"),
    ("2029-02-23", "天皇誕生日"),
    ("2029-04-29", "昭和の日"),
    ("2029-04-30", "振替休日"),
    ("2029-05-03", "憲法記念日"),
    ("2029-05-04", "みどりの日"),
    ("2029-05-05", "こどもの日"),
    ("2029-07-16", "海の日"),
    ("2029-08-11", "山の日"),
    ("2029-09-17", "敬老の日"),
    ("2029-10-08", "スポーツの日"),
    ("2029-11-03", "文化の日"),
    ("2029-11-23", "勤労感謝の日"),
    ("2030-01-01", "元日"),
    ("2030-01-14", "成人の日"),
    ("2030-02-11", "建国記念の日"),
    ("2030-02-23", "天皇誕生日"),
    ("2030-04-29", "昭和の日"),
    ("2030-05-03", "憲法記念日"),
    ("2030-05-04", "みどりの日"),
    ("2030-05-05", "こどもの日"),
    ("2030-05-06", "振替休日"),
    ("2030-07-15", "海の日"),
    ("2030-08-11", "山の日"),
    ("2030-08-12", "振替休日"),
    ("2030-09-16", "敬老の日"),
    ("2030-10-14", "スポーツの日"),
    ("2030-11-03", "文化の日"),
    ("2030-11-04", "振替休日"),
    ("2030-11-23", "勤労感謝の日"),
];

/// The name of the holiday that a day is; `None` for a day that is none.
///
/// # Errors
/// [`Refusal::HolidaysUnknown`] for a day before or beyond the table, and for one that hangs on an equinox that isn't published.
pub fn name(day: NaiveDate) -> Result<Option<&'static str>, Refusal> {
    let text = day.to_string();
    if !(FIRST_DAY..=LAST_DAY).contains(&text.as_str()) || is_open(day) {
        return Err(Refusal::HolidaysUnknown);
    }
    Ok(TABLE.binary_search_by_key(&text.as_str(), |(day, _)| day).ok().and_then(|place| TABLE.get(place)).map(|(_, name)| *name))
}

/// Whether a day is a national holiday.
///
/// # Errors
/// As [`name`].
pub fn is_holiday(day: NaiveDate) -> Result<bool, Refusal> {
    name(day).map(|name| name.is_some())
}

fn is_open(day: NaiveDate) -> bool {
    day.year() > PUBLISHED_YEAR && OPEN.iter().any(|(month, days)| day.month() == *month && days.contains(&day.day()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::{Days, Weekday};
    use std::collections::BTreeMap;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    // The calendar by the articles of the law, from nothing but the year. The equinoxes by the usual approximation, which holds from
    // 1980 to 2099.
    fn by_law(year: i32) -> BTreeMap<NaiveDate, &'static str> {
        let fixed = |month, number| NaiveDate::from_ymd_opt(year, month, number).unwrap();
        let monday = |month, count| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, count).unwrap();
        let years = u32::try_from(year - 1980).unwrap();
        let equinox = |month, millionths: u32| fixed(month, (millionths + 242_194 * years) / 1_000_000 - years / 4);
        // 第2条.
        let mut days: BTreeMap<NaiveDate, &'static str> = [
            (fixed(1, 1), "元日"),
            (monday(1, 2), "成人の日"),
            (fixed(2, 11), "建国記念の日"),
            (fixed(2, 23), "天皇誕生日"),
            (equinox(3, 20_843_100), "春分の日"),
            (fixed(4, 29), "昭和の日"),
            (fixed(5, 3), "憲法記念日"),
            (fixed(5, 4), "みどりの日"),
            (fixed(5, 5), "こどもの日"),
            (monday(7, 3), "海の日"),
            (fixed(8, 11), "山の日"),
            (monday(9, 3), "敬老の日"),
            (equinox(9, 23_248_800), "秋分の日"),
            (monday(10, 2), "スポーツの日"),
            (fixed(11, 3), "文化の日"),
            (fixed(11, 23), "勤労感謝の日"),
        ]
        .into();
        let national: Vec<NaiveDate> = days.keys().copied().collect();
        // 第3条第2項: a holiday on a Sunday is made up for on the first day after it that is none.
        for sunday in national.iter().filter(|day| day.weekday() == Weekday::Sun) {
            let mut next = *sunday + Days::new(1);
            while national.contains(&next) {
                next = next + Days::new(1);
            }
            days.insert(next, "振替休日");
        }
        // 第3条第3項: a day between two holidays.
        for pair in national.windows(2) {
            if pair[1] - pair[0] == chrono::TimeDelta::days(2) {
                days.entry(pair[0] + Days::new(1)).or_insert("国民の休日");
            }
        }
        days
    }

    #[test]
    fn the_table_is_what_the_law_makes_of_each_year() {
        let (mut compared, mut open, mut holidays) = (0, 0, 0);
        for year in 2025..=2030 {
            let law = by_law(year);
            for day in day(&format!("{year}-01-01")).iter_days().take_while(|day| day.year() == year) {
                match name(day) {
                    Ok(name) => {
                        assert_eq!(name, law.get(&day).copied(), "{day}");
                        compared += 1;
                        holidays += usize::from(name.is_some());
                    }
                    Err(_) => open += 1,
                }
            }
        }
        assert_eq!((compared + open, open, holidays), (2_191, 21, TABLE.len()));
    }

    #[test]
    fn what_hangs_on_an_equinox_that_is_not_published_is_an_error() {
        // Whatever the two equinoxes turn out to be, they and what follows from them lie among the days that are left open.
        for year in PUBLISHED_YEAR + 1..=2030 {
            for (day, holiday) in by_law(year) {
                let known = name(day).is_ok_and(|name| name == Some(holiday));
                let hangs = holiday.ends_with("分の日") || (matches!(day.month(), 3 | 9) && holiday.ends_with("休日"));
                assert_ne!(known, hangs, "{day} {holiday}");
            }
        }
        for (text, known) in [
            ("2024-12-31", false),
            ("2025-01-01", true),
            ("2027-03-21", true),
            ("2028-03-19", true),
            ("2028-03-20", false),
            ("2028-03-22", false),
            ("2028-03-23", true),
            ("2029-09-20", true),
            ("2029-09-21", false),
            ("2029-09-24", false),
            ("2029-09-25", true),
            ("2030-12-31", true),
            ("2031-01-01", false),
            ("12031-01-01", false),
        ] {
            let day = text.parse().unwrap_or(NaiveDate::MAX);
            assert_eq!(name(day).is_ok(), known, "{text}");
        }
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TABLE.iter().all(|(text, _)| day(text).to_string() == *text));
    }
}
