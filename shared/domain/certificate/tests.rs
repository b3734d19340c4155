#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::id::{Identifier, Unique};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339(text).unwrap()
}

fn unique(number: u8) -> Unique {
    Unique::new(at("2026-04-01T09:00:00+09:00"), [number; 10])
}

fn certificate(days: u64) -> Certificate {
    let (issued_at, days) = (at("2026-04-01T09:00:00+09:00"), LifetimeDays::new(days).unwrap());
    Certificate {
        id: CertificateId::from_unique(unique(1)),
        name: Personal::new("受付".parse().unwrap()),
        fingerprint: "00".into(),
        serial: "01".into(),
        account: None,
        profile: CertificateProfile::Modern,
        state: CertificateState::Issued,
        revocation: None,
        reminded: Certificate::past_reminders(days),
        issued_at,
        expires_at: days.period(issued_at).1,
    }
}

#[test]
fn a_certificate_holds_825_days_at_most() {
    let table = [(0, false), (1, true), (365, true), (825, true), (826, false), (u64::MAX, false)];
    for (days, taken) in table {
        assert_eq!(LifetimeDays::new(days).is_ok(), taken, "{days}");
    }
    let (begin, end) = LifetimeDays::new(825).unwrap().period(at("2026-04-01T09:00:00+09:00"));
    assert_eq!((begin, end), (at("2026-04-01T08:55:00+09:00"), at("2028-07-04T08:54:59+09:00")));
}

#[test]
fn nobody_revokes_what_every_request_needs() {
    let held = certificate(30);
    let refused = Err(Refusal::CertificateInUse);
    for (policy, shown, expected) in [
        (CertificatePolicy::Needed, Some("00"), refused),
        (CertificatePolicy::Bound, Some("00"), refused),
        (CertificatePolicy::NotNeeded, Some("00"), Ok(())),
        (CertificatePolicy::Needed, Some("01"), Ok(())),
        (CertificatePolicy::Needed, None, Ok(())),
    ] {
        assert_eq!(held.check_revocable(policy, shown), expected, "{policy:?} {shown:?}");
    }
}

#[test]
fn who_may_come_in() {
    use CertificatePolicy::{Bound, Needed, NotNeeded};
    let (ours, theirs) = (OrganizationId::from_unique(unique(1)), OrganizationId::from_unique(unique(2)));
    let (own, other) = (AccountId::from_unique(unique(1)), AccountId::from_unique(unique(2)));
    let now = at("2026-10-01T09:00:00+09:00");
    let good = CertificatePass {
        organization: ours,
        certificate: CertificateId::from_unique(unique(1)),
        account: None,
        expires_at: now + TimeDelta::seconds(1),
        revoked: false,
    };
    let bound = CertificatePass { account: Some(own), ..good.clone() };
    let others = CertificatePass { account: Some(other), ..good.clone() };
    let foreign = CertificatePass { organization: theirs, revoked: true, ..good.clone() };
    let revoked = CertificatePass { revoked: true, expires_at: now, ..good.clone() };
    let expired = CertificatePass { expires_at: now, ..good.clone() };
    let any = [NotNeeded, Needed, Bound];
    let table: [(&[CertificatePolicy], Shown<'_>, Result<(), Refusal>); 14] = [
        (&[NotNeeded], Shown::Nothing, Ok(())),
        (&[Needed, Bound], Shown::Nothing, Err(Refusal::CertificateNeeded)),
        (&any, Shown::Unknown, Err(Refusal::CertificateUnknown)),
        (&[NotNeeded], Shown::Known(&good), Ok(())),
        (&[Needed], Shown::Known(&good), Ok(())),
        (&[Bound], Shown::Known(&good), Err(Refusal::CertificateNotOwn)),
        (&[NotNeeded], Shown::Known(&others), Ok(())),
        (&[Needed], Shown::Known(&others), Ok(())),
        (&[Bound], Shown::Known(&others), Err(Refusal::CertificateNotOwn)),
        (&any, Shown::Known(&bound), Ok(())),
        (&any, Shown::Known(&foreign), Err(Refusal::CertificateForeign)),
        (&any, Shown::Known(&revoked), Err(Refusal::CertificateRevoked)),
        (&[NotNeeded], Shown::Known(&expired), Err(Refusal::CertificateExpired)),
        (&[Needed, Bound], Shown::Known(&expired), Err(Refusal::CertificateExpired)),
    ];
    for (policies, shown, expected) in table {
        for policy in policies {
            assert_eq!(admit(*policy, shown, ours, own, now), expected, "{policy:?} {shown:?}");
        }
    }
}

#[test]
fn its_end_is_told_twice_each_once() {
    let fresh = certificate(395);
    let days_before = |days: i64| fresh.expires_at - TimeDelta::days(days);
    assert!(fresh.remind(days_before(30) - TimeDelta::seconds(1)).is_none());
    let first = fresh.remind(days_before(30)).unwrap();
    assert_eq!(first.reminded, [30]);
    assert!(first.remind(days_before(8)).is_none());
    let second = first.remind(days_before(7)).unwrap();
    assert_eq!((second.reminded.as_slice(), second.next_reminder_at()), (&[30, 7][..], None));
    assert!(second.remind(days_before(1)).is_none());
    // The job stood still for weeks: one mail, not two.
    assert_eq!(fresh.remind(days_before(3)).unwrap().reminded, [30, 7]);
    let revoked = fresh.revoke("紛失".parse().unwrap(), fresh.issued_at).unwrap();
    assert!(revoked.remind(days_before(3)).is_none());
}

#[test]
fn a_short_one_is_not_spoken_of_at_once() {
    let short = certificate(20);
    assert!(short.remind(short.issued_at).is_none());
    assert_eq!(short.remind(short.expires_at - TimeDelta::days(7)).unwrap().reminded, [30, 7]);
    assert_eq!(certificate(7).next_reminder_at(), None);
}

#[test]
fn the_file_is_handed_out_once_and_never_after_a_revocation() {
    let issued = certificate(10);
    let downloaded = issued.download().unwrap();
    assert_eq!(downloaded.download().unwrap_err(), Refusal::CertificateDownloaded);
    let revoked = issued.revoke("紛失".parse().unwrap(), issued.issued_at).unwrap();
    assert_eq!(revoked.download().unwrap_err(), Refusal::CertificateRevoked);
    assert_eq!(revoked.revoke("紛失".parse().unwrap(), issued.issued_at).unwrap_err(), Refusal::CertificateRevoked);
    assert!(revoked.pass(OrganizationId::from_unique(unique(1))).revoked);
}

proptest! {
    #[test]
    fn a_pass_phrase_has_five_groups_of_letters_that_none_mistakes(random in proptest::collection::vec(any::<u8>(), 64)) {
        let random: [u8; 64] = random.try_into().unwrap();
        if let Some(phrase) = pass_phrase(&random) {
            let groups: Vec<&str> = phrase.split('-').collect();
            prop_assert!(groups.len() == 5 && groups.iter().all(|group| group.len() == 5));
            prop_assert!(!phrase.contains(['0', '1', 'i', 'l', 'o']));
        } else {
            prop_assert!(random.iter().filter(|byte| **byte & 31 == 31).count() > 39);
        }
    }
}

#[test]
fn each_letter_is_as_likely() {
    // 25 of 31 kinds: at least 100 bits.
    assert!(25.0 * 31_f64.log2() > 120.0);
    assert_eq!(LETTERS.iter().collect::<std::collections::BTreeSet<_>>().len(), 31);
}
