//! What holds for every claim, and an oracle that computes the same in another way.
#![allow(clippy::unwrap_used)]

use super::{tests::day, *};
use crate::domain::{
    deadline::days_after,
    product::{Care, CareTerms, CoverageRate, CoveredCare},
    statement::{LineCategory, StatementLine},
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct World {
    terms: ProductTerms,
    ledger: LimitLedger,
    cause: Cause,
    received_on: NaiveDate,
    lines: Vec<ReadableLine>,
}

impl World {
    fn assess(&self) -> Assessment {
        let period = PolicyPeriod { start_date: day("2024-02-29"), end_date: day("2026-02-28"), first_start_date: day("2024-02-29") };
        let contract = Contract { terms: &self.terms, period: &period, lapsed_on: None, ledger: &self.ledger };
        let application = Application { received_on: self.received_on, cause: self.cause, lines: &self.lines, findings: &[] };
        assess(&contract, &application).unwrap()
    }

    fn total(&self) -> Yen {
        self.assess().total_yen
    }
}

fn yen_up_to(most: u64) -> impl Strategy<Value = Yen> {
    (1..=most).prop_map(|yen| Yen::new(yen).unwrap())
}

fn care_terms() -> impl Strategy<Value = Option<CareTerms>> {
    let terms = (prop::option::of(yen_up_to(30_000)), prop::option::of(1_u16..8));
    prop::option::weighted(0.9, terms.prop_map(|(cap_yen, limit_per_year)| CareTerms { cap_yen, limit_per_year }))
}

fn product() -> impl Strategy<Value = ProductTerms> {
    let amounts = (1_u8..=100, 0_u64..5_000, prop::option::of(yen_up_to(200_000)));
    (amounts, care_terms(), care_terms(), care_terms(), 0_u16..60).prop_map(|(amounts, visit, stay, operation, waiting_days)| {
        let (rate, deductible, yearly_amount_yen) = amounts;
        ProductTerms {
            name: "p".parse().unwrap(),
            coverage_rate_percent: CoverageRate::new(rate).unwrap(),
            deductible_yen: Yen::new(deductible).unwrap(),
            care: CoveredCare { visit, stay, operation },
            waiting_days,
            exclusions: [ExclusionCategory::Vaccine].into(),
            yearly_amount_yen,
            premium: Default::default(),
        }
    })
}

fn statement_line() -> impl Strategy<Value = ReadableLine> {
    // Around the policy's start, its leap-year anniversary and its end, close enough for dates to coincide.
    let date = prop_oneof![0_u64..10, 0_u64..60, 366_u64..376, 725_u64..740].prop_map(|offset| days_after(day("2024-02-25"), offset));
    let category = prop_oneof![9 => Just(LineCategory::Treatment), 1 => Just(LineCategory::Vaccine)];
    (date, 0_usize..3, 1_u16..14, category, prop_oneof![Just(7_777_u64), 0_u64..40_000], 0_u8..2).prop_map(
        |(treated_on, care, days, category, yen, item)| {
            let care = Care::ALL[care];
            StatementLine {
                treated_on,
                care,
                category,
                stay_days: (care == Care::Stay).then_some(days),
                amount_yen: Yen::new(yen).unwrap(),
                item: item.to_string().parse().unwrap(),
            }
        },
    )
}

prop_compose! {
    fn world()(
        terms in product(), illness in any::<bool>(), late in 0_u64..60, lines in prop::collection::vec(statement_line(), 1..25),
        used in prop::collection::vec((0_u16..8, 0_u16..8, 0_u16..8, 0_u64..200_000), 2),
    ) -> World {
        // What other claims used lies within the limits, as the ledger itself sees to.
        let within = |used: u16, care: Care| {
            terms.care.of(care).map_or(0, |terms| terms.limit_per_year.map_or(used, |limit| used.min(limit))).into()
        };
        let years = used.iter().zip(1_u16..).map(|((visits, stays, operations, yen), number)| {
            let amount_yen = Yen::new(*yen).unwrap();
            crate::domain::policy::YearUsage {
                policy_year: crate::domain::policy::PolicyYear::new(number),
                visit_days: within(*visits, Care::Visit),
                stay_days: within(*stays, Care::Stay),
                operations: within(*operations, Care::Operation),
                amount_yen: terms.yearly_amount_yen.map_or(amount_yen, |limit| amount_yen.min(limit)),
            }
        });
        World {
            ledger: LimitLedger { years: years.collect() },
            cause: if illness { Cause::Illness } else { Cause::Injury },
            received_on: days_after(day("2027-02-15"), late),
            terms, lines,
        }
    }
}

/// The total by another way: one day after the other, with sums in yen's 1/36036000 (lcm of 1 to 13, times 100).
fn oracle(world: &World) -> u64 {
    const UNIT: u128 = 360_360 * 100;
    let start = day("2024-02-29");
    let mut distinct: Vec<&ReadableLine> = Vec::new();
    world.lines.iter().for_each(|line| {
        if !distinct.contains(&line) {
            distinct.push(line);
        }
    });
    let mut total = 0;
    for (year, from, to) in [(1_usize, start, day("2025-03-01")), (2, day("2025-03-01"), day("2026-03-01"))] {
        let used = world.ledger.years[year - 1];
        let mut sum_of_year = 0_u64;
        for care in Care::ALL {
            let Some(care_terms) = world.terms.care.of(care) else { continue };
            let mut left = care_terms.limit_per_year.map(|limit| u32::from(limit) - used.times(care));
            let mut sum = 0_u128;
            for date in from.iter_days().take_while(|date| *date < to) {
                let waiting = world.cause == Cause::Illness && (date - start).num_days() < i64::from(world.terms.waiting_days);
                if waiting || world.received_on >= crate::domain::deadline::barred_from(date) {
                    continue;
                }
                let on_day = |line: &&&ReadableLine| {
                    let vaccine = line.category == LineCategory::Vaccine;
                    line.care == care && !vaccine && line.treated_on <= date && date <= line.last_day()
                };
                let share = |line: &&ReadableLine| u128::from(line.amount_yen.get()) * UNIT / u128::from(line.days());
                let mut occasions: Vec<u128> = distinct.iter().filter(on_day).map(share).collect();
                if care != Care::Operation {
                    occasions = vec![occasions.iter().sum()];
                }
                occasions.sort_unstable();
                for eligible in occasions.into_iter().rev() {
                    let after = eligible.saturating_sub(u128::from(world.terms.deductible_yen.get()) * UNIT);
                    let share = after * u128::from(world.terms.coverage_rate_percent.percent()) / 100;
                    let paid = care_terms.cap_yen.map_or(share, |cap| share.min(u128::from(cap.get()) * UNIT));
                    if paid > 0 && left != Some(0) {
                        left = left.map(|left| left - 1);
                        sum += paid;
                    }
                }
            }
            sum_of_year += u64::try_from(sum / UNIT).unwrap();
        }
        let limit = world.terms.yearly_amount_yen.map(|limit| limit.get() - used.amount_yen.get());
        total += limit.map_or(sum_of_year, |limit| limit.min(sum_of_year));
    }
    total
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn another_way_to_compute_gives_the_same(world in world()) {
        prop_assert_eq!(world.total().get(), oracle(&world));
    }

    #[test]
    fn never_more_than_the_rate_of_what_is_eligible(world in world()) {
        let assessment = world.assess();
        for care in assessment.years.iter().flat_map(|year| &year.cares) {
            let rate = u64::from(care.coverage_rate_percent.percent());
            // Eligible below the next yen.
            prop_assert!(care.amount_yen.get() * 100 <= (care.eligible.yen.get() + 1) * rate);
            prop_assert!(care.eligible.yen <= assessment.claimed_yen);
        }
        prop_assert!(assessment.total_yen.get() * 100 <= assessment.claimed_yen.get() * u64::from(world.terms.coverage_rate_percent.percent()));
    }

    #[test]
    fn what_is_eligible_of_lines_and_of_kinds_is_the_same(world in world()) {
        let assessment = world.assess();
        let value = |amount: &Amount| amount.yen.get() as f64
            + amount.fraction.map_or(0.0, |fraction| fraction.numerator as f64 / fraction.denominator as f64);
        let of_lines: f64 = assessment.lines.iter().map(|line| value(&line.eligible)).sum();
        let of_kinds: f64 = assessment.years.iter().flat_map(|year| &year.cares).map(|care| value(&care.eligible)).sum();
        prop_assert!((of_lines - of_kinds).abs() < 0.001);
    }

    #[test]
    fn a_higher_rate_cap_or_yearly_amount_never_pays_less(world in world(), more in 1_u64..20_000) {
        let raised = |amount: Yen| Yen::new(amount.get() + more).unwrap();
        let total = world.total();
        let mut better = world.clone();
        better.terms.coverage_rate_percent = CoverageRate::new((world.terms.coverage_rate_percent.percent() + 1).min(100)).unwrap();
        prop_assert!(better.total() >= total);
        let mut better = world.clone();
        better.terms.yearly_amount_yen = world.terms.yearly_amount_yen.map(raised);
        prop_assert!(better.total() >= total);
        better.terms.yearly_amount_yen = None;
        prop_assert!(better.total() >= total);
        let mut better = world.clone();
        for terms in [&mut better.terms.care.visit, &mut better.terms.care.stay, &mut better.terms.care.operation].into_iter().flatten() {
            terms.cap_yen = terms.cap_yen.map(raised);
        }
        prop_assert!(better.total() >= total);
        for terms in [&mut better.terms.care.visit, &mut better.terms.care.stay, &mut better.terms.care.operation].into_iter().flatten() {
            terms.cap_yen = None;
        }
        prop_assert!(better.total() >= total);
    }

    #[test]
    fn the_order_of_lines_changes_no_figure(world in world(), seed in any::<u64>()) {
        let before = world.assess();
        let mut shuffled = world;
        let length = shuffled.lines.len() as u64;
        for at in 0..shuffled.lines.len() {
            shuffled.lines.swap(at, (seed.rotate_left(at as u32) % length) as usize);
        }
        let after = shuffled.assess();
        prop_assert_eq!((before.total_yen, &before.usage), (after.total_yen, &after.usage));
        // The occasions name lines by number, so those are left aside.
        let figures = |assessment: &Assessment| {
            let mut years = assessment.years.clone();
            for run in years.iter_mut().flat_map(|year| &mut year.cares).flat_map(|care| &mut care.occasions) {
                run.lines.clear();
            }
            years
        };
        prop_assert_eq!(figures(&before), figures(&after));
    }

    #[test]
    fn assessing_again_gives_the_same(world in world()) {
        prop_assert_eq!(world.assess(), world.assess());
    }

    #[test]
    fn the_ledger_always_holds_what_was_assessed_against_it(world in world()) {
        let usage = world.assess().usage;
        let after = world.ledger.take(&world.terms, &usage).unwrap();
        let again = World { ledger: after, ..world.clone() }.assess();
        prop_assert!(again.total_yen <= world.total(), "what was booked is no longer left");
    }

    #[test]
    fn counts_add_up(world in world()) {
        let assessment = world.assess();
        for care in assessment.years.iter().flat_map(|year| &year.cares) {
            prop_assert_eq!(care.times, care.times_counted + care.times_over_limit + care.times_without_payment);
            prop_assert_eq!(care.times, care.occasions.iter().map(|run| run.times).sum::<u32>());
            prop_assert!(care.remaining.is_none_or(|remaining| care.times_counted <= remaining));
        }
        let paid: Yen = assessment.usage.years.iter().map(|year| year.amount_yen).sum();
        prop_assert_eq!(paid, assessment.total_yen);
    }
}
