//! What holds of all due days.

#![allow(clippy::unwrap_used)]

use super::tests::{day, plan};
use super::{Cadence, PolicyPremium, PremiumPlan, PremiumRules};
use crate::domain::id::{Identifier, PolicyId, PremiumId, Unique};
use crate::domain::policy::PolicyPeriod;
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..3_000).prop_map(|days| day("2024-01-01") + chrono::Days::new(days))
}

proptest! {
    #[test]
    fn due_days_rise_month_by_month_on_the_same_day_or_the_last(first_due_on in any_day(), number in 0_u32..400, yearly in any::<bool>()) {
        let cadence = if yearly { Cadence::Yearly } else { Cadence::Monthly };
        let plan = PremiumPlan { first_due_on, ..plan(cadence, "2026-01-01") };
        let (due, next) = (plan.due_on(number).unwrap(), plan.due_on(number + 1).unwrap());
        prop_assert!(next > due);
        let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap();
        prop_assert_eq!(months(next) - months(due), if yearly { 12 } else { 1 });
        let is_last = (due + chrono::Days::new(1)).day() == 1;
        prop_assert!(due.day() == first_due_on.day() || (is_last && due.day() < first_due_on.day()));
    }

    #[test]
    fn a_due_day_of_a_policy_has_one_name_for_good(due_on in any_day(), days in 1_u64..400, random in any::<[u8; 10]>()) {
        let policy = PolicyId::from_unique(Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), random));
        let other = PolicyId::from_unique(Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), random.map(|byte| !byte)));
        let name = PremiumId::of(policy, due_on);
        prop_assert_eq!(name, PremiumId::of(policy, due_on));
        prop_assert_ne!(name, PremiumId::of(other, due_on));
        prop_assert!(name < PremiumId::of(policy, due_on + chrono::Days::new(days)), "names sort by day");
        prop_assert_eq!(name.to_string().parse::<PremiumId>(), Ok(name));
    }

    #[test]
    fn grace_ends_on_the_last_day_of_its_month(due_on in any_day(), grace_months in 0_u8..=6) {
        let ends_on = PremiumRules { grace_months }.grace_ends_on(due_on);
        prop_assert!(ends_on >= due_on && (ends_on + chrono::Days::new(1)).day() == 1);
    }

    #[test]
    fn every_premium_of_a_policy_is_made_once(first_due_on in any_day(), days in proptest::collection::vec(0_u64..90, 1..30)) {
        let period = PolicyPeriod { start_date: first_due_on, end_date: first_due_on + chrono::Days::new(720), first_start_date: first_due_on };
        let mut standing = PolicyPremium::begin(None, PremiumPlan { first_due_on, ..plan(Cadence::Monthly, "2026-01-01") }, &period, first_due_on).unwrap();
        let (mut today, mut made) = (first_due_on, Vec::new());
        for passed in days {
            today = today + chrono::Days::new(passed);
            while let Some((due_on, next)) = standing.due(&period, today) {
                made.push(due_on);
                standing = next;
            }
        }
        let expected: Vec<NaiveDate> = (0..).map_while(|number| standing.plan.due_on(number)).take_while(|due_on| *due_on <= today.min(period.end_date)).collect();
        prop_assert_eq!(made, expected);
    }
}
