#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::contract::tests::organization;
use crate::domain::id::{Identifier, Unique};
use crate::domain::organization::{BusinessHours, Weekday};

fn at(time: &str) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339(&format!("2026-10-{time}:00+09:00")).unwrap()
}

fn signature(time: &str) -> Signature {
    Signature { operator: "alice".parse().unwrap(), at: at(time) }
}

fn text(text: &str) -> ReportText {
    Wording { ja: text.parse().unwrap(), en: text.parse().unwrap() }
}

fn incident() -> Incident {
    Incident {
        id: IncidentId::from_unique(Unique::new(at("01T10:00"), [1; 10])),
        title: Wording { ja: "障害".parse().unwrap(), en: "Incident".parse().unwrap() },
        severity: Severity::Major,
        occurred_at: at("01T10:00"),
        state: IncidentState::Open,
        reports: vec![],
        opened: signature("01T10:05"),
        leak: None,
    }
}

fn owed(incident: &Incident) -> FirstReport {
    let hours = BusinessHours { days: vec![Weekday::Thursday], opens_at: "09:00".parse().unwrap(), closes_at: "18:00".parse().unwrap() };
    FirstReport::new(incident, &Organization { business_hours: hours, ..organization(None) }).unwrap()
}

#[test]
fn an_incident_has_a_first_report_progress_and_an_end() {
    let closed =
        [text("1"), text("2")].into_iter().fold(incident(), |incident, text| incident.report(text, signature("01T11:00")).unwrap());
    let closed = closed.close(text("3"), signature("01T12:00")).unwrap();
    let stages: Vec<ReportStage> = closed.reports.iter().map(|report| report.stage).collect();
    assert_eq!(stages, [ReportStage::First, ReportStage::Progress, ReportStage::Closing]);
    assert_eq!(closed.report(text("4"), signature("01T13:00")), Err(Refusal::IncidentClosed));
    assert_eq!(closed.close(text("4"), signature("01T13:00")), Err(Refusal::IncidentClosed));
}

#[test]
fn an_incident_with_as_many_reports_as_there_may_be_can_still_be_closed() {
    let full = (0..INCIDENT_REPORTS).fold(incident(), |incident, _| incident.report(text("x"), signature("01T11:00")).unwrap());
    assert_eq!(full.report(text("x"), signature("01T12:00")), Err(Refusal::IncidentReportsTooMany(INCIDENT_REPORTS)));
    assert!(full.close(text("x"), signature("01T12:00")).is_ok());
}

#[test]
fn the_first_report_alone_decides_whether_it_was_in_time() {
    let owed = owed(&incident());
    assert_eq!((owed.due_at, owed.told), (at("01T13:00"), 0));
    let table = [("01T10:05", Punctuality::Met), ("01T13:00", Punctuality::Met), ("01T13:01", Punctuality::Missed)];
    for (sent, punctuality) in table {
        let told = owed.tell(at(sent));
        assert_eq!((told.punctuality, told.first_sent_at, told.told), (Some(punctuality), Some(at(sent)), 1), "{sent}");
        let again = told.tell(at("02T10:00"));
        assert_eq!((again.punctuality, again.first_sent_at, again.told), (Some(punctuality), Some(at(sent)), 2), "{sent}");
    }
    assert_eq!(owed.miss(at("01T13:00")), None);
    let missed = owed.miss(at("01T13:01")).unwrap();
    assert_eq!((missed.miss(at("01T13:02")), missed.tell(at("01T13:02")).punctuality), (None, Some(Punctuality::Missed)));
    assert_eq!(owed.tell(at("01T12:00")).miss(at("01T14:00")), None);
}

#[test]
fn who_is_found_affected_later_is_told_from_then_on() {
    let incident = incident().report(text("1"), signature("01T11:00")).unwrap();
    let owed = owed(&incident);
    assert_eq!(owed.next(&incident), None);
    let incident = incident.report(text("2"), signature("01T12:00")).unwrap();
    assert_eq!(owed.next(&incident).unwrap().text, text("2"));
    let ended = organization(None).ended("2026-10-01".parse().unwrap()).unwrap();
    assert_eq!(FirstReport::new(&incident, &ended), Err(Refusal::ContractEnded));
}

#[test]
fn alarms_come_no_later_than_60_and_15_minutes_before_and_at_the_due_time() {
    let due = at("01T13:00");
    for (now, expected) in [
        ("01T11:50", Urgency::None),
        ("01T11:51", Urgency::Hour),
        ("01T12:00", Urgency::Hour),
        ("01T12:35", Urgency::Hour),
        ("01T12:36", Urgency::Quarter),
        ("01T12:59", Urgency::Quarter),
        ("01T13:00", Urgency::Due),
        ("02T13:00", Urgency::Due),
    ] {
        assert_eq!(Urgency::of(due, at(now), 10), expected, "{now}");
    }
}

#[test]
fn what_was_noted_of_a_leak_stays_until_it_is_corrected() {
    let (day, facts) = ("2026-10-03".parse().unwrap(), LeakFacts { known_at: at("01T10:00"), wrongful_purpose: false });
    assert_eq!(incident().note_leak(None, Some(day), None), Err(Refusal::LeakMissing));
    let noted = incident().note_leak(Some(facts), None, None).unwrap();
    let filed = noted.note_leak(None, Some(day), None).unwrap();
    assert_eq!(filed.leak, Some(Leak { preliminary_filed_on: Some(day), ..Leak::new(facts) }));
    let attack = LeakFacts { wrongful_purpose: true, ..facts };
    let closed = filed.close(text("1"), signature("04T10:00")).unwrap();
    let corrected = closed.note_leak(Some(attack), None, Some(day)).unwrap().leak.unwrap();
    assert_eq!((corrected.facts, corrected.preliminary_filed_on, corrected.final_filed_on), (attack, Some(day), Some(day)));
}
