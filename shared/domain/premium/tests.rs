#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::claim::Approver;
use crate::domain::id::{AccountId, Identifier, PolicyId, PolicyholderId, PremiumId, ProductId, Unique};
use crate::domain::money::Yen;
use crate::domain::policy::PolicyPeriod;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339(&format!("{text}+09:00")).unwrap()
}

pub(super) fn plan(cadence: Cadence, first_due_on: &str) -> PremiumPlan {
    PremiumPlan { cadence, amount_yen: PremiumAmount::new(3_000).unwrap(), first_due_on: day(first_due_on) }
}

fn period(start: &str, end: &str) -> PolicyPeriod {
    PolicyPeriod { start_date: day(start), end_date: day(end), first_start_date: day(start) }
}

fn premium(due_on: &str) -> Premium {
    let unique = Unique::new(at("2026-10-01T09:00:00"), [1; 10]);
    let (id, policy, policyholder) = (PremiumId::from_unique(unique), PolicyId::from_unique(unique), PolicyholderId::from_unique(unique));
    let due = at(&format!("{due_on}T09:00:00"));
    let product = ProductId::from_unique(unique);
    Premium::intend(PremiumSubject { id, policy, policyholder, product }, day(due_on), PremiumAmount::new(3_000).unwrap(), due)
}

fn by() -> AccountId {
    AccountId::from_unique(Unique::new(at("2026-10-01T09:00:00"), [2; 10]))
}

fn approver(limit: u64) -> Approver {
    Approver { account: by(), limit_yen: Some(Yen::new(limit).unwrap()) }
}

fn receipt() -> ChargeReceipt {
    ChargeReceipt { process_id: "p".into(), process_pass: "q".into() }
}

fn situation(card: Option<&str>) -> Situation {
    Situation { card_registered_at: card.map(at), rules: PremiumRules::default(), lapsed: false }
}

const CARD: &str = "2026-09-01T10:00:00";

#[test]
fn an_amount_has_one_to_seven_digits() {
    for (yen, taken) in [(0, false), (1, true), (9_999_999, true), (10_000_000, false), (4_294_967_296_u64, false)] {
        let read = serde_json::from_value::<PremiumAmount>(json!(yen));
        assert_eq!(read.is_ok(), taken, "{yen}");
        assert!(taken || read.unwrap_err().to_string().contains("premium_out_of_range:9999999"));
    }
}

#[test]
fn due_days_keep_the_day_of_the_first_and_end_with_short_months() {
    let table: [(Cadence, &str, &[&str]); 5] = [
        (Cadence::Monthly, "2026-01-15", &["2026-01-15", "2026-02-15", "2026-03-15"]),
        (Cadence::Monthly, "2026-01-31", &["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (Cadence::Monthly, "2028-01-30", &["2028-01-30", "2028-02-29", "2028-03-30"]),
        (Cadence::Monthly, "2026-12-31", &["2026-12-31", "2027-01-31", "2027-02-28"]),
        (Cadence::Yearly, "2028-02-29", &["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
    ];
    for (cadence, first, expected) in table {
        let days: Vec<String> = (0..).zip(expected).map(|(number, _)| plan(cadence, first).due_on(number).unwrap().to_string()).collect();
        assert_eq!(days, expected, "{first}");
    }
}

#[test]
fn a_policy_has_its_premiums_one_by_one_until_it_ends_or_lapses() {
    let period = period("2026-10-01", "2027-01-15");
    let begun = PolicyPremium::begin(None, plan(Cadence::Monthly, "2026-10-31"), &period, day("2026-10-31")).unwrap();
    assert_eq!(begun.due(&period, day("2026-10-30")), None);
    let (first, next) = begun.due(&period, day("2026-12-01")).unwrap();
    let (second, next) = next.due(&period, day("2026-12-01")).unwrap();
    assert_eq!((first, second, next.due(&period, day("2026-12-01"))), (day("2026-10-31"), day("2026-11-30"), None));
    assert_eq!(next.next_due_at(&period), Some(at("2026-12-31T09:00:00")));
    let (_, last) = next.due(&period, day("2026-12-31")).unwrap();
    assert_eq!((last.next_due_on(&period), last.due(&period, day("2030-01-01"))), (None, None), "the policy ends before");
    let lapsed = next.lapse(day("2026-12-01")).unwrap();
    assert_eq!((lapsed.next_due_on(&period), lapsed.lapse(day("2026-12-02"))), (None, None));
}

#[test]
fn a_plan_begins_today_or_later_and_after_what_was_made() {
    let period = period("2026-10-01", "2027-09-30");
    let made = PolicyPremium { last_due_on: Some(day("2026-11-30")), ..whole(plan(Cadence::Monthly, "2026-10-31")) };
    let lapsed = made.lapse(day("2026-11-30")).unwrap();
    let table = [
        (None, "2026-11-10", None),
        (None, "2026-11-09", Some(Refusal::PremiumDuePast)),
        (None, "2027-09-30", None),
        (None, "2027-10-01", Some(Refusal::PremiumDueOutsidePeriod)),
        (Some(&made), "2026-12-01", None),
        (Some(&made), "2026-11-30", Some(Refusal::PremiumDueOverlaps)),
        (Some(&lapsed), "2026-12-01", Some(Refusal::PolicyLapsed)),
    ];
    for (present, first, expected) in table {
        let begun = PolicyPremium::begin(present, plan(Cadence::Yearly, first), &period, day("2026-11-10"));
        let refusals = begun.err().into_iter().flatten().map(|refused| refused.refusal).collect::<Vec<_>>();
        assert_eq!(refusals, expected.into_iter().collect::<Vec<_>>(), "{first}");
    }
}

fn whole(plan: PremiumPlan) -> PolicyPremium {
    PolicyPremium { plan, next_number: 0, last_due_on: None, lapsed_on: None }
}

#[test]
fn grace_ends_with_a_month() {
    let table = [
        (1, "2026-10-01", "2026-11-30"),
        (1, "2026-12-31", "2027-01-31"),
        (0, "2028-02-10", "2028-02-29"),
        (6, "2026-08-31", "2027-02-28"),
    ];
    for (grace_months, due_on, ends_on) in table {
        let rules = PremiumRules { grace_months };
        assert_eq!((rules.grace_ends_on(day(due_on)), rules.validate().is_empty()), (day(ends_on), true), "{due_on}");
    }
    assert_eq!(PremiumRules { grace_months: 7 }.validate().len(), 1);
    assert_eq!(serde_json::from_value::<PremiumRules>(json!({ "grace_months": 2 })).unwrap(), PremiumRules { grace_months: 2 });
}

#[test]
fn each_reason_says_whether_and_when_it_is_tried_again() {
    use Decline::*;
    let hours = |decline: Decline, failures| decline.retry_after(failures).map(|after| after.num_hours());
    for decline in Decline::ALL {
        let expected = match decline {
            TimedOut | SystemFault | Unknown => [Some(1), Some(1), Some(1), Some(24)],
            Held | LimitReached => [Some(24), Some(72), Some(168), Some(168)],
            _ => [None; 4],
        };
        assert_eq!([1, 2, 3, 13].map(|failures| hours(decline, failures)), expected, "{decline:?}");
        assert!(!decline.is_ambiguous() || decline.retry() == Retry::Soon, "{decline:?}: what may be charged is looked for soon");
    }
    assert_eq!(Decline::gravest([LimitReached, CardExpired]), Some(CardExpired));
    assert_eq!(Decline::gravest([CardExpired, TimedOut, Held]), Some(TimedOut));
    assert_eq!(Decline::gravest([]), None);
}

// Every transition from every state: the state that it leads to, or a refusal.
#[test]
fn the_whole_matrix_of_states_and_steps() {
    use ChargeState::{Charged, Failed, Intended, Refunded, Refunding, Sent, Unknown};
    let now = at("2026-10-02T10:00:00");
    let to = |moved: Result<Premium, Refusal>| moved.ok().map(|moved| moved.state);
    for state in ChargeState::ALL {
        let sent_at = Some(now - TimeDelta::minutes(SETTLED_MINUTES));
        let refund =
            (state == Refunding).then_some(Refund { amount_yen: PremiumAmount::new(3_000).unwrap(), requested_by: by(), decline: None });
        let base = Premium { state, sent_at, refund, ..premium("2026-10-01") };
        let one = |ends: ChargeState, from: &[ChargeState]| from.contains(&state).then_some(ends);
        let table = [
            (to(base.clone().send(at(CARD), now)), one(Sent, &[Intended, Failed])),
            (to(base.clone().charged(receipt(), now)), one(Charged, &[Sent, Unknown])),
            (to(base.clone().declined(Decline::CardExpired, now)), one(Failed, &[Sent])),
            (to(base.clone().declined(Decline::TimedOut, now)), one(Unknown, &[Sent])),
            (to(base.clone().declined(Decline::NoCard, now)), one(Failed, &[Intended])),
            (to(base.clone().unanswered(now)), one(Unknown, &[Sent, Unknown])),
            (to(base.clone().not_found(now)), one(Intended, &[Sent, Unknown])),
            (to(base.clone().found_cancelled(now)), one(Failed, &[Sent, Unknown])),
            (to(base.clone().told(DunningStep::Failed)), one(Failed, &[Failed])),
            (to(base.clone().looked_at(now)), one(Failed, &[Failed])),
            (to(base.clone().given_up(now)), one(Failed, &[Failed, Intended])),
            (to(base.clone().refund(None, approver(3_000), now)), one(Refunding, &[Charged])),
            (to(base.clone().refunded()), one(Refunded, &[Refunding])),
            (to(base.clone().refund_refused(Decline::StateForbids)), one(Charged, &[Refunding])),
            (to(base.clone().refund_unanswered(now)), one(Refunding, &[Refunding])),
        ];
        for (place, (found, expected)) in table.into_iter().enumerate() {
            assert_eq!(found, expected, "{state:?} {place}");
        }
    }
}

#[test]
fn a_search_is_not_believed_before_what_was_sent_has_settled() {
    let sent_at = at("2026-10-01T09:00:00");
    let lost = premium("2026-10-01").send(at(CARD), sent_at).unwrap().unanswered(sent_at).unwrap();
    let settled = sent_at + TimeDelta::minutes(SETTLED_MINUTES);
    assert_eq!(lost.clone().not_found(settled - TimeDelta::seconds(1)).unwrap_err(), Refusal::PremiumStateForbids);
    assert_eq!(lost.next_step(&situation(Some(CARD)), settled - TimeDelta::seconds(1)), Step::Wait);
    assert_eq!(lost.next_step(&situation(Some(CARD)), settled), Step::Search);
    assert_eq!(lost.not_found(settled).unwrap().next_step(&situation(Some(CARD)), settled), Step::Send(at(CARD)));
    // What was declined in an open way is tried an hour later, not at once.
    let open = premium("2026-10-01").send(at(CARD), sent_at).unwrap().declined(Decline::TimedOut, sent_at).unwrap();
    let absent = open.not_found(settled).unwrap();
    assert_eq!((absent.state, absent.retry_at), (ChargeState::Failed, Some(settled + TimeDelta::hours(1))));
}

#[test]
fn parts_of_a_premium_go_back_and_never_more_than_all() {
    let now = at("2026-10-02T10:00:00");
    let amount = |yen| Some(PremiumAmount::new(yen).unwrap());
    let charged = Premium { state: ChargeState::Charged, ..premium("2026-10-01") };
    assert_eq!(charged.clone().refund(amount(3_001), approver(3_000), now).unwrap_err(), Refusal::RefundTooLarge);
    let part = charged.refund(amount(1_000), approver(3_000), now).unwrap();
    assert_eq!(part.rest().unwrap(), amount(2_000));
    let part = part.refunded().unwrap();
    assert_eq!((part.state, part.refunded_yen, part.kept()), (ChargeState::Charged, Yen::new(1_000).unwrap(), amount(2_000)));
    assert_eq!(part.clone().refund(amount(2_001), approver(3_000), now).unwrap_err(), Refusal::RefundTooLarge);
    // What went back before counts: a limit isn't got round in parts.
    assert_eq!(part.clone().refund(amount(1_000), approver(1_999), now).unwrap_err(), Refusal::ApprovalLimitExceeded);
    assert!(part.clone().refund(amount(1_000), approver(2_000), now).is_ok());
    let nobody = Approver { account: by(), limit_yen: None };
    assert_eq!(part.clone().refund(amount(1), nobody, now).unwrap_err(), Refusal::ApprovalLimitMissing);
    let rest = part.refund(None, approver(3_000), now).unwrap();
    assert_eq!(rest.rest().unwrap(), None);
    let rest = rest.refunded().unwrap();
    assert_eq!((rest.state, rest.refunded_yen, rest.kept()), (ChargeState::Refunded, Yen::new(3_000).unwrap(), None));
    assert_eq!(rest.refund(None, approver(3_000), now).unwrap_err(), Refusal::PremiumStateForbids);
}

#[test]
fn a_card_that_will_not_do_is_dunned_until_the_policy_lapses_and_another_card_is_tried_at_once() {
    let due = at("2026-10-10T09:00:00");
    let mut premium = premium("2026-10-10").send(at(CARD), due).unwrap().declined(Decline::CardExpired, due).unwrap();
    let (mut now, mut told) = (due, Vec::new());
    let ended_on = loop {
        match premium.next_step(&situation(Some(CARD)), now) {
            Step::Tell(step) => {
                told.push((step, now.date_naive().to_string()));
                premium = premium.told(step).unwrap();
            }
            Step::Look => premium = premium.looked_at(now).unwrap(),
            Step::Wait => now = premium.look_at.unwrap(),
            Step::GiveUp => break now.date_naive(),
            step => panic!("{step:?}"),
        }
    };
    let told: Vec<(DunningStep, &str)> = told.iter().map(|(step, day)| (*step, day.as_str())).collect();
    let expected = [(DunningStep::Failed, "2026-10-10"), (DunningStep::Reminder, "2026-10-24"), (DunningStep::LastCall, "2026-11-23")];
    assert_eq!((told.as_slice(), ended_on), (expected.as_slice(), day("2026-12-01")));
    let (other, morning) = ("2026-11-01T12:00:00", at("2026-11-02T09:00:00"));
    let looking = Premium { look_at: Some(morning), ..premium.clone() };
    assert_eq!(looking.next_step(&situation(Some(other)), morning), Step::Send(at(other)));
    assert_eq!(looking.next_step(&situation(Some(CARD)), morning), Step::Look, "the same card isn't tried again");
    assert_eq!(premium.given_up(now).unwrap().next_step(&situation(Some(other)), at("2027-01-01T09:00:00")), Step::Wait);
}

#[test]
fn who_is_told_late_is_told_once_and_an_outage_is_told_the_day_after() {
    let due_on = "2026-10-10";
    let failed = |decline| Premium { state: ChargeState::Failed, decline: Some(decline), ..premium(due_on) };
    let grace = PremiumRules::default().grace_ends_on(day(due_on));
    let step = |premium: &Premium, today| DunningStep::due(premium, grace, day(today));
    assert_eq!(step(&failed(Decline::CardExpired), "2026-11-25"), Some(DunningStep::LastCall));
    assert_eq!(step(&failed(Decline::CardExpired).told(DunningStep::LastCall).unwrap(), "2026-11-25"), None);
    assert_eq!(step(&failed(Decline::SystemFault), due_on), None);
    assert_eq!(step(&failed(Decline::SystemFault), "2026-10-11"), Some(DunningStep::Failed));
    // Grace that ends with the due month: the last call is due before the premium is.
    let short = PremiumRules { grace_months: 0 }.grace_ends_on(day("2026-10-28"));
    let late = Premium { state: ChargeState::Failed, decline: Some(Decline::SystemFault), ..premium("2026-10-28") };
    assert_eq!(DunningStep::due(&late, short, day("2026-10-28")), None);
    assert_eq!(DunningStep::due(&late, short, day("2026-10-29")), Some(DunningStep::LastCall));
}

#[test]
fn a_report_counts_every_premium_once_and_refunds_beside() {
    let with = |state, refunded: u64| Premium { state, refunded_yen: Yen::new(refunded).unwrap(), ..premium("2026-10-01") };
    let mut report = PremiumReport::default();
    for premium in [
        with(ChargeState::Charged, 1_000),
        with(ChargeState::Refunded, 3_000),
        with(ChargeState::Refunding, 0),
        with(ChargeState::Failed, 0),
        with(ChargeState::Unknown, 0),
        with(ChargeState::Intended, 0),
        with(ChargeState::Sent, 0),
    ] {
        report.add(&premium);
    }
    let sum = |count: u32, amount: u64| json!({ "count": count, "amount_yen": amount });
    let expected = json!({ "charged": sum(3, 9_000), "failed": sum(1, 3_000), "refunded": sum(2, 4_000), "open": sum(3, 9_000) });
    assert_eq!(serde_json::to_value(report).unwrap(), expected);
}

#[test]
fn a_premium_reads_back_as_it_was_written() {
    let now = at("2026-10-02T10:00:00");
    let charged = premium("2026-10-01").send(at(CARD), now).unwrap().charged(receipt(), now).unwrap();
    let written = serde_json::to_value(&charged).unwrap();
    assert!(written["receipt"]["$personal"].is_object(), "sealed by the commit");
    let read: Premium = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), written);
    assert!(!format!("{charged:?}").contains("process_pass"), "{charged:?}");
    assert_eq!(written["look_at"], Value::Null);
}
