//! No secret in Debug output: what derives it would print cookies, tokens and passwords into the first log line that
//! somebody adds in a hurry.

use shared::caller::{Caller, Language};
use shared::domain::id::{Identifier, RequestId, Unique};
use shared::domain::timeline::Actor;
use shared::pipeline::{Incoming, Outgoing};
use shared::record::Term;

const SECRET: &str = "himitsu";

fn hides(shown: &str) {
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn requests_replies_and_callers_hide_what_they_carry() {
    let headers =
        vec![("cookie".to_owned(), format!("__Host-refresh={SECRET}")), ("set-cookie".to_owned(), format!("__Host-refresh={SECRET}"))];
    let body = format!("{{\"password\":\"{SECRET}\"}}");
    let incoming = Incoming {
        method: "POST".into(),
        path: "/api/sessions".into(),
        query: format!("name={SECRET}"),
        headers: headers.clone(),
        body: body.clone().into_bytes(),
        payload: Some(SECRET.into()),
        ..Incoming::default()
    };
    hides(&format!("{incoming:?} {incoming:#?}"));
    // A body is bytes, which Debug shows as numbers.
    assert!(!format!("{incoming:?}").contains(&format!("{:?}", SECRET.as_bytes()).replace(['[', ']'], "")));
    hides(&format!("{:?}", Outgoing { status: 200, headers, body, file: None }));
    let caller = Caller {
        member: None,
        actor: Actor::Anonymous,
        request: RequestId::from_unique(Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), [0; 10])),
        address: String::new(),
        certificate: None,
        refresh: Some(SECRET.into()),
        operator: None,
        device: Some(SECRET.into()),
        agent: String::new(),
        language: Language::Japanese,
    };
    hides(&format!("{caller:?}"));
    hides(&format!("{:?}", Term { list: "policyholder.name", text: SECRET.into() }));
}

#[test]
fn parsed_values_hide_themselves() {
    let password: shared::password::Password = serde_json::from_value(format!("{SECRET} {SECRET} {SECRET}").into()).unwrap();
    hides(&format!("{password:?}"));
    let address: shared::domain::mail_address::MailAddress = format!("{SECRET}@demo.example").parse().unwrap();
    hides(&format!("{address:?}"));
    let key: shared::domain::provider_secret::ProviderSecret = format!("{SECRET}-{SECRET}-{SECRET}").parse().unwrap();
    hides(&format!("{key:?}"));
    let line: shared::domain::text::Line<100> = SECRET.parse().unwrap();
    hides(&format!("{line:?} {:?}", shared::domain::personal::Personal::new(line.clone())));
}
