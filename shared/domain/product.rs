//! Products (商品): what a policy pays for and how much, as pure data.

use super::{
    money::Yen,
    premium::PremiumRules,
    refusal::{FieldRefusal, Refusal},
    text::Line,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;

/// The longest waiting period in days: it lies in the first policy year.
pub const WAITING_DAYS_MAXIMUM: u16 = 365;

/// The largest limit of days or times a policy year: a day for each of its days.
pub const LIMIT_PER_YEAR_MAXIMUM: u16 = 366;

/// The share of the cost that the insurer bears, in percent, 1 to 100 (補償割合).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CoverageRate(u8);

impl CoverageRate {
    /// A rate in percent.
    ///
    /// # Errors
    /// [`Refusal::CoverageRateOutOfRange`] outside 1 to 100.
    pub const fn new(percent: u8) -> Result<Self, Refusal> {
        if percent >= 1 && percent <= 100 { Ok(Self(percent)) } else { Err(Refusal::CoverageRateOutOfRange) }
    }

    /// The percentage.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

impl<'de> Deserialize<'de> for CoverageRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read wide, so that 300 is refused by this rule and not as a number that a byte can't hold.
        let percent = u64::deserialize(deserializer)?;
        u8::try_from(percent).map_err(|_| Refusal::CoverageRateOutOfRange).and_then(Self::new).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for CoverageRate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CoverageRate".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": 100, "description": "補償割合 (%)" })
    }
}

/// A kind of care; each has its own cap and limit (requirements, Assessment).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Care {
    /// 通院: counted in days.
    Visit,
    /// 入院: counted in days.
    Stay,
    /// 手術: counted in times.
    Operation,
}

impl Care {
    /// Every kind, in the order in which results list them.
    pub const ALL: [Self; 3] = [Self::Visit, Self::Stay, Self::Operation];

    /// The Japanese name.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Visit => "通院",
            Self::Stay => "入院",
            Self::Operation => "手術",
        }
    }

    /// The English name.
    #[must_use]
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Visit => "Visit",
            Self::Stay => "Stay",
            Self::Operation => "Operation",
        }
    }
}

/// What a product can leave out (補償対象外となる費用).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionCategory {
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
    /// 先天性異常: found by the assessor, not read off a line.
    Congenital,
}

/// What a product pays for one kind of care.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareTerms {
    /// The most that is paid for a day (visit, stay) or a time (operation), 1 yen or more; none without a cap (支払限度額).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_yen: Option<Yen>,
    /// The days (visit, stay) or times (operation) that are paid in a policy year, 1 to 366; none without a limit
    /// (支払限度日数・回数).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 366))]
    pub limit_per_year: Option<u16>,
}

/// The terms of each kind of care; a kind that is absent isn't covered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoveredCare {
    /// 通院.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<CareTerms>,
    /// 入院.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<CareTerms>,
    /// 手術.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<CareTerms>,
}

impl CoveredCare {
    /// The terms of a kind, where it is covered.
    #[must_use]
    pub const fn of(&self, care: Care) -> Option<&CareTerms> {
        match care {
            Care::Visit => self.visit.as_ref(),
            Care::Stay => self.stay.as_ref(),
            Care::Operation => self.operation.as_ref(),
        }
    }
}

/// The terms of a product (商品). A policy copies them when it is made, so that a later change of the product changes no
/// running policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductTerms {
    /// The product's name.
    pub name: Line<100>,
    /// 補償割合, in percent.
    pub coverage_rate_percent: CoverageRate,
    /// What the policyholder bears of each occasion before the rate applies: a visit day, a stay day, an operation (免責金額).
    pub deductible_yen: Yen,
    /// The kinds of care that are covered, with cap and limit; at least one.
    pub care: CoveredCare,
    /// Days from the start of the first contract in which illness isn't covered, 0 to 365 (待機期間).
    #[schemars(range(max = 365))]
    pub waiting_days: u16,
    /// What the product leaves out.
    #[serde(default)]
    pub exclusions: BTreeSet<ExclusionCategory>,
    /// The most that is paid in a policy year over all kinds, 1 yen or more; none without a limit (年間限度額).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly_amount_yen: Option<Yen>,
    /// What holds where premiums aren't paid (保険料の払込に関する規定).
    #[serde(default, skip_serializing_if = "PremiumRules::is_usual")]
    pub premium: PremiumRules,
}

impl ProductTerms {
    /// Every rule that the terms break; empty where they are sound.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldRefusal> {
        let mut refusals = Vec::new();
        let mut refuse = |broken: bool, path: &str, refusal| {
            if broken {
                refusals.push(FieldRefusal::new(path, refusal));
            }
        };
        refuse(self.waiting_days > WAITING_DAYS_MAXIMUM, "waiting_days", Refusal::WaitingDaysOutOfRange(usize::from(WAITING_DAYS_MAXIMUM)));
        refuse(self.yearly_amount_yen == Some(Yen::ZERO), "yearly_amount_yen", Refusal::YearlyAmountZero);
        refuse(Care::ALL.iter().all(|care| self.care.of(*care).is_none()), "care", Refusal::NoCareCovered);
        for (terms, cap, limit) in [
            (&self.care.visit, "care.visit.cap_yen", "care.visit.limit_per_year"),
            (&self.care.stay, "care.stay.cap_yen", "care.stay.limit_per_year"),
            (&self.care.operation, "care.operation.cap_yen", "care.operation.limit_per_year"),
        ] {
            let Some(terms) = terms else { continue };
            refuse(terms.cap_yen == Some(Yen::ZERO), cap, Refusal::CapZero);
            let outside = terms.limit_per_year.is_some_and(|times| !(1..=LIMIT_PER_YEAR_MAXIMUM).contains(&times));
            refuse(outside, limit, Refusal::LimitPerYearOutOfRange(usize::from(LIMIT_PER_YEAR_MAXIMUM)));
        }
        let of_premium = self.premium.validate().into_iter();
        refusals.extend(of_premium.map(|refused| FieldRefusal::new(format!("premium.{}", refused.path), refused.refusal)));
        refusals
    }

    /// Whether the product leaves a category out.
    #[must_use]
    pub fn excludes(&self, category: ExclusionCategory) -> bool {
        self.exclusions.contains(&category)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn terms() -> serde_json::Value {
        json!({
            "name": "いぬ・ねこ 70", "coverage_rate_percent": 70, "deductible_yen": 0, "waiting_days": 30,
            "care": { "visit": { "cap_yen": 12_000, "limit_per_year": 20 }, "operation": {} },
            "exclusions": ["vaccine", "congenital"]
        })
    }

    #[test]
    fn sound_terms_pass_and_come_back_as_they_went() {
        let read: ProductTerms = serde_json::from_value(terms()).unwrap();
        assert_eq!(read.validate(), []);
        assert!(read.excludes(ExclusionCategory::Vaccine) && !read.excludes(ExclusionCategory::Neuter));
        assert!(read.care.of(Care::Stay).is_none());
        assert_eq!(serde_json::from_value::<ProductTerms>(serde_json::to_value(&read).unwrap()).unwrap(), read);
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let mut wrong: ProductTerms = serde_json::from_value(terms()).unwrap();
        wrong.waiting_days = 366;
        wrong.yearly_amount_yen = Some(Yen::ZERO);
        wrong.care.visit = Some(CareTerms { cap_yen: Some(Yen::ZERO), limit_per_year: Some(0) });
        wrong.care.operation = Some(CareTerms { cap_yen: None, limit_per_year: Some(367) });
        let told: Vec<(String, Refusal)> = wrong.validate().into_iter().map(|told| (told.path, told.refusal)).collect();
        assert_eq!(
            told,
            [
                ("waiting_days".into(), Refusal::WaitingDaysOutOfRange(365)),
                ("yearly_amount_yen".into(), Refusal::YearlyAmountZero),
                ("care.visit.cap_yen".into(), Refusal::CapZero),
                ("care.visit.limit_per_year".into(), Refusal::LimitPerYearOutOfRange(366)),
                ("care.operation.limit_per_year".into(), Refusal::LimitPerYearOutOfRange(366)),
            ]
        );
        wrong.care = CoveredCare::default();
        assert!(wrong.validate().contains(&FieldRefusal::new("care", Refusal::NoCareCovered)));
    }

    #[test]
    fn a_rate_outside_1_to_100_is_refused_by_its_own_code() {
        for percent in [0_u64, 101, 300] {
            let mut wrong = terms();
            wrong["coverage_rate_percent"] = percent.into();
            let error = serde_json::from_value::<ProductTerms>(wrong).unwrap_err().to_string();
            assert!(error.contains("coverage_rate_out_of_range"), "{error}");
        }
        assert_eq!(CoverageRate::new(1).unwrap().percent(), 1);
        assert_eq!(CoverageRate::new(100).unwrap().percent(), 100);
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let mut wrong = terms();
        wrong["care"]["visit"]["cap"] = 1.into();
        assert!(serde_json::from_value::<ProductTerms>(wrong).is_err());
    }
}
