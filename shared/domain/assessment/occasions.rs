//! Occasions: what the deductible, the cap and the limits count. A visit day, a stay day, an operation.

use super::{
    exact::{Parts, Unit},
    exclusions::JudgedDay,
};
use crate::domain::{
    policy::{PolicyPeriod, PolicyYear},
    product::Care,
    statement::ReadableLine,
};
use chrono::NaiveDate;
use std::{cmp::Reverse, collections::BTreeMap};

/// One occasion with what is covered of it.
pub(super) struct Occasion {
    pub(super) date: NaiveDate,
    /// Places of the lines in the statement, from 0.
    pub(super) lines: Vec<usize>,
    pub(super) eligible: Parts,
}

/// The occasions of a policy year, by kind of care.
pub(super) type YearOccasions = BTreeMap<Care, Vec<Occasion>>;

/// The covered days of all lines as occasions, in the order in which they take from the limits: by date, on one date the larger
/// first.
///
/// Visit lines of one date are one visit day, and stays that overlap share their days, whatever number of lines the clinic wrote.
/// Each operation line is a time of its own. A stay is spread evenly over its days, the excluded ones included.
pub(super) fn gather(
    unit: Unit,
    period: &PolicyPeriod,
    lines: &[ReadableLine],
    judged: &[Vec<JudgedDay>],
) -> BTreeMap<PolicyYear, YearOccasions> {
    let mut days: BTreeMap<(Care, NaiveDate, Option<usize>), Occasion> = BTreeMap::new();
    for (at, (line, judged)) in lines.iter().zip(judged).enumerate() {
        let share = unit.daily_share(line.amount_yen, line.days());
        for day in judged.iter().filter(|day| day.excluded.is_none()) {
            let own = (line.care == Care::Operation).then_some(at);
            let new = || Occasion { date: day.date, lines: Vec::new(), eligible: Parts::ZERO };
            let occasion = days.entry((line.care, day.date, own)).or_insert_with(new);
            occasion.lines.push(at);
            occasion.eligible = occasion.eligible + share;
        }
    }
    let mut years: BTreeMap<PolicyYear, YearOccasions> = BTreeMap::new();
    for ((care, date, _), occasion) in days {
        // A covered day lies in the period, and so in one of its years.
        let Some(policy_year) = period.year_of(date) else { continue };
        years.entry(policy_year).or_default().entry(care).or_default().push(occasion);
    }
    for occasions in years.values_mut().flat_map(BTreeMap::values_mut) {
        occasions.sort_by_key(|occasion| (occasion.date, Reverse(occasion.eligible)));
    }
    years
}
