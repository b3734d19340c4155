//! Exact amounts below the yen: a stay's daily shares and the hundredths that a percentage leaves.

use super::{Amount, Fraction, yen};
use crate::domain::{
    money::Yen,
    product::CoverageRate,
    statement::{StatementLine, greatest_common_divisor, stay_denominator},
};
use std::{iter::Sum, ops::Add};

/// How many parts one yen has in an assessment: a hundred times the common denominator of its stays, so that every daily share
/// is a whole number of hundreds of parts, and a percentage of it a whole number of parts.
// At most 2^53 parts a yen and 10^12 yen a statement (2^40), a hundredfold while a percentage is taken: far below 2^128.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    parts_per_yen: u128,
}

/// An amount in parts of a [`Unit`].
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parts(u128);

impl Unit {
    /// The unit for a statement; none where its stays' lengths have no common denominator within bounds.
    pub(super) fn of<T>(lines: &[StatementLine<T>]) -> Option<Self> {
        stay_denominator(lines).map(|common| Self { parts_per_yen: 100 * u128::from(common) })
    }

    pub(super) fn parts(self, amount: Yen) -> Parts {
        Parts(u128::from(amount.get()) * self.parts_per_yen)
    }

    /// The share of one day of an amount that is spread evenly. Exact, since the days of every line divide the unit.
    pub(super) fn daily_share(self, amount: Yen, days: u16) -> Parts {
        Parts(self.parts(amount).0 / u128::from(days.max(1)))
    }

    /// Rounded down to the yen.
    pub(super) fn rounded_down(self, parts: Parts) -> Yen {
        yen(parts.0 / self.parts_per_yen)
    }

    /// For the result, with the fraction in lowest terms.
    pub(super) fn amount(self, parts: Parts) -> Amount {
        let whole_and_rest = (parts.0 / self.parts_per_yen, parts.0 % self.parts_per_yen);
        // Both fit: the unit has at most 2^53 parts.
        let (Ok(numerator), Ok(denominator)) = (u64::try_from(whole_and_rest.1), u64::try_from(self.parts_per_yen)) else {
            return Amount { yen: yen(whole_and_rest.0), fraction: None };
        };
        let divisor = greatest_common_divisor(numerator, denominator);
        let fraction = Fraction { numerator: numerator / divisor, denominator: denominator / divisor };
        Amount { yen: yen(whole_and_rest.0), fraction: (numerator > 0).then_some(fraction) }
    }
}

impl Parts {
    pub(super) const ZERO: Self = Self(0);

    /// The difference, not below nothing.
    pub(super) const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times the amount.
    pub(super) fn times(self, times: u16) -> Self {
        Self(self.0 * u128::from(times))
    }

    /// The insurer's share. Exact for amounts made of daily shares and whole yen: they are whole hundreds of parts.
    pub(super) fn at_rate(self, rate: CoverageRate) -> Self {
        Self(self.0 * u128::from(rate.percent()) / 100)
    }
}

impl Add for Parts {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Parts {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_largest_amounts_stay_exact() {
        let unit = Unit { parts_per_yen: 100 * u128::from(crate::domain::statement::STAY_DENOMINATOR_MAXIMUM) };
        let all = unit.parts(Yen::MAX);
        assert_eq!(unit.rounded_down(all.at_rate(CoverageRate::new(100).unwrap())), Yen::MAX);
        assert_eq!(unit.rounded_down(all.at_rate(CoverageRate::new(1).unwrap())), Yen::new(9_999_999_999).unwrap());
    }

    #[test]
    fn a_fraction_is_in_lowest_terms() {
        let unit = Unit { parts_per_yen: 300 };
        let share = unit.daily_share(Yen::new(100).unwrap(), 3);
        let shown = unit.amount(share);
        assert_eq!((shown.yen.get(), shown.fraction), (33, Some(Fraction { numerator: 1, denominator: 3 })));
        assert_eq!(unit.amount(share.times(3)).fraction, None);
    }
}
