//! The statement of the clinic (診療明細書): its lines, the cause of the claim, and the reasons to leave a line out.

use crate::domain::{
    deadline::{accepted, days_after},
    money::Yen,
    personal::Personal,
    product::{Care, ExclusionCategory},
    refusal::{FieldRefusal, Refusal},
    text::Line,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most lines that a claim has.
pub const LINES_MAXIMUM: usize = 200;

/// The most days that a line for a stay has.
pub const STAY_DAYS_MAXIMUM: u16 = 366;

/// The most days that all lines for stays have together: 31 for each of 200 lines. It bounds the size of an assessment, which
/// lists the lines of every day.
pub const STAY_DAYS_IN_ALL_MAXIMUM: u32 = 6_200;

/// The largest common denominator of the stays' daily shares. It holds the stays of a claim where all last 31 days or less, or
/// where they have five different lengths or fewer; and a hundred times it is exact in a JSON number of a browser (2^53).
pub const STAY_DENOMINATOR_MAXIMUM: u64 = (1 << 53) / 100;

/// What made the animal need care; the waiting period concerns illness only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// 病気.
    Illness,
    /// けが.
    Injury,
}

impl Cause {
    /// The Japanese name.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Illness => "病気",
            Self::Injury => "けが",
        }
    }

    /// The English name.
    #[must_use]
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Illness => "Illness",
            Self::Injury => "Injury",
        }
    }
}

/// What a line charges for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineCategory {
    /// 診療: examination, treatment, medicine, material.
    Treatment,
    /// 予防接種.
    Vaccine,
    /// 健康診断.
    Checkup,
    /// 避妊・去勢.
    Neuter,
    /// 妊娠・出産.
    Pregnancy,
    /// サプリメント・健康食品.
    Supplement,
}

impl LineCategory {
    /// What a product must exclude for lines of this category to be left out; none for treatment.
    #[must_use]
    pub const fn exclusion(self) -> Option<ExclusionCategory> {
        match self {
            Self::Treatment => None,
            Self::Vaccine => Some(ExclusionCategory::Vaccine),
            Self::Checkup => Some(ExclusionCategory::Checkup),
            Self::Neuter => Some(ExclusionCategory::Neuter),
            Self::Pregnancy => Some(ExclusionCategory::Pregnancy),
            Self::Supplement => Some(ExclusionCategory::Supplement),
        }
    }

    /// The Japanese name.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Treatment => "診療",
            Self::Vaccine => "予防接種",
            Self::Checkup => "健康診断",
            Self::Neuter => "避妊・去勢",
            Self::Pregnancy => "妊娠・出産",
            Self::Supplement => "サプリメント",
        }
    }

    /// The English name.
    #[must_use]
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Treatment => "Treatment",
            Self::Vaccine => "Vaccine",
            Self::Checkup => "Check-up",
            Self::Neuter => "Neutering",
            Self::Pregnancy => "Pregnancy or birth",
            Self::Supplement => "Supplement",
        }
    }
}

/// A line of the statement. `T` is the item's text: a [`Line`] on the wire and in the assessment, personal in the store, since
/// clinics write names and illnesses into it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StatementLine")]
pub struct StatementLine<T> {
    /// The day of treatment; of a stay the day of admission (診療日・入院日).
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub treated_on: NaiveDate,
    /// 通院, 入院 or 手術.
    pub care: Care,
    /// What it charges for.
    pub category: LineCategory,
    /// The days of a stay, 1 to 366, admission and discharge included; for a stay only. See [`stay_days`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 366))]
    pub stay_days: Option<u16>,
    /// The amount charged, of a stay for all its days.
    pub amount_yen: Yen,
    /// What the clinic calls it.
    pub item: T,
}

/// A line as it is entered, shown and assessed.
pub type ReadableLine = StatementLine<Line<200>>;

/// A line as it is stored.
pub type StoredLine = StatementLine<Personal<Line<200>>>;

/// The days of a stay, admission and discharge included: 2 nights and 3 days are 3 days (requirements, worked cases).
///
/// # Errors
/// [`Refusal::StayEndsBeforeStart`], or [`Refusal::StayDaysOutOfRange`] above 366 days.
pub fn stay_days(admitted_on: NaiveDate, discharged_on: NaiveDate) -> Result<u16, Refusal> {
    let nights = (discharged_on - admitted_on).num_days();
    let nights = u64::try_from(nights).map_err(|_| Refusal::StayEndsBeforeStart)?;
    match u16::try_from(nights.saturating_add(1)) {
        Ok(days) if days <= STAY_DAYS_MAXIMUM => Ok(days),
        _ => Err(Refusal::StayDaysOutOfRange(usize::from(STAY_DAYS_MAXIMUM))),
    }
}

impl<T> StatementLine<T> {
    /// The days that the line spreads over: those of a stay, else 1.
    #[must_use]
    pub fn days(&self) -> u16 {
        self.stay_days.unwrap_or(1).max(1)
    }

    /// The last day that the line speaks of: of a stay the day of discharge.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        days_after(self.treated_on, u64::from(self.days() - 1))
    }

    /// The same line with another form of its item.
    pub fn with_item<U>(&self, item: U) -> StatementLine<U> {
        let Self { treated_on, care, category, stay_days, amount_yen, .. } = *self;
        StatementLine { treated_on, care, category, stay_days, amount_yen, item }
    }

    fn validate(&self, at: usize, refusals: &mut Vec<FieldRefusal>) {
        let mut refuse = |field: &str, refusal| refusals.push(FieldRefusal::new(format!("lines[{at}].{field}"), refusal));
        if let Err(refusal) = accepted(self.treated_on) {
            refuse("treated_on", refusal);
        }
        match (self.care, self.stay_days) {
            (Care::Stay, None) => refuse("stay_days", Refusal::StayDaysMissing),
            (Care::Stay, Some(1..=STAY_DAYS_MAXIMUM)) | (_, None) => {}
            (Care::Stay, Some(_)) => refuse("stay_days", Refusal::StayDaysOutOfRange(usize::from(STAY_DAYS_MAXIMUM))),
            (_, Some(_)) => refuse("stay_days", Refusal::StayDaysUnexpected),
        }
    }
}

/// Every rule that a statement breaks; empty where it is sound. A draft may be without lines; submitting asks for one.
#[must_use]
pub fn validate<T>(lines: &[StatementLine<T>]) -> Vec<FieldRefusal> {
    let mut refusals = Vec::new();
    if lines.len() > LINES_MAXIMUM {
        return vec![FieldRefusal::new("lines", Refusal::StatementTooLong(LINES_MAXIMUM))];
    }
    for (at, line) in lines.iter().enumerate() {
        line.validate(at, &mut refusals);
    }
    if Yen::new(lines.iter().map(|line| line.amount_yen).sum::<Yen>().get()).is_err() {
        refusals.push(FieldRefusal::new("lines", Refusal::AmountOutOfRange));
    }
    if lines.iter().filter_map(|line| line.stay_days).map(u32::from).sum::<u32>() > STAY_DAYS_IN_ALL_MAXIMUM {
        refusals.push(FieldRefusal::new("lines", Refusal::StayDaysInAllTooMany(STAY_DAYS_IN_ALL_MAXIMUM as usize)));
    }
    if stay_denominator(lines).is_none() {
        refusals.push(FieldRefusal::new("lines", Refusal::StayLengthsTooVaried));
    }
    refusals
}

/// The least number that every stay's days divide, in which daily shares of all stays are whole; none above
/// [`STAY_DENOMINATOR_MAXIMUM`].
#[must_use]
pub fn stay_denominator<T>(lines: &[StatementLine<T>]) -> Option<u64> {
    lines.iter().try_fold(1_u64, |common, line| {
        let days = u64::from(line.days());
        let multiple = (common / greatest_common_divisor(common, days)).checked_mul(days)?;
        (multiple <= STAY_DENOMINATOR_MAXIMUM).then_some(multiple)
    })
}

/// Euclid's algorithm; of 0 and 0 it is 1, so that it can always divide.
pub(super) const fn greatest_common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    if one == 0 { 1 } else { one }
}

#[cfg(test)]
mod tests;
