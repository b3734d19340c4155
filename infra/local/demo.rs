//! Two organizations to try things with, made through the product's own functions: opened by the operator, invited by
//! mail, passwords set through the links.

use crate::Failure;
use crate::cloud::Cloud;
use functions::ROUTES;
use serde_json::{Value, json};
use shared::endpoint::Route;
use shared::pipeline::{Incoming, Outgoing};
use shared::world::World;
use std::time::{Duration, Instant};

/// The organizations: the domain of their mail addresses, and their name.
const ORGANIZATIONS: [(&str, &str); 2] = [("demo.example", "デモペット少額短期保険"), ("other.example", "アザーペット保険")];

/// The accounts: the role that also is the address, and the person's name.
const ACCOUNTS: [(&str, &str); 5] =
    [("administrator", "管理 花子"), ("approver", "承認 次郎"), ("assessor", "査定 三郎"), ("clerk", "事務 桜"), ("viewer", "閲覧 四郎")];

/// How long a mail is waited for that another run is sending.
const MAIL_WAIT: Duration = Duration::from_secs(30);
/// Up to which amount the demo's approver may approve, in yen.
const APPROVAL_LIMIT_YEN: u64 = 10_000_000;

/// Makes both organizations with an account for each role, all with this password. `say` tells what is done.
///
/// # Errors
/// What a function refused.
pub async fn make(cloud: &Cloud, password: &str, say: impl Fn(&str)) -> Result<(), Failure> {
    let kept = cloud.invoke("mail_keys_set", cloud.mailgun.keys()).await.ok_or("mail_keys_set is missing")?;
    if kept.get("kept_at").is_none() {
        return Err(format!("mail_keys_set: {kept}").into());
    }
    for (domain, name) in ORGANIZATIONS {
        say(name);
        open(cloud, domain, name).await?;
        let administrator = format!("administrator@{domain}");
        accept(cloud, &administrator, password).await?;
        let cookies = sign_in(cloud, &administrator, password).await?;
        for (role, person) in ACCOUNTS.iter().skip(1) {
            let mail_address = format!("{role}@{domain}");
            let limit = (*role == "approver").then_some(APPROVAL_LIMIT_YEN);
            let invited = json!({ "name": person, "mail_address": mail_address, "roles": [role], "approval_limit_yen": limit });
            call(&cloud.world, "account_invite", Some(&cookies), invited).await?;
            accept(cloud, &mail_address, password).await?;
            say(&mail_address);
        }
    }
    Ok(())
}

async fn open(cloud: &Cloud, domain: &str, name: &str) -> Result<(), Failure> {
    let input = json!({
        "name": name,
        "contract": { "start_date": "2026-04-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": format!("contact@{domain}") }],
        "business_hours": { "days": ["monday", "tuesday", "wednesday", "thursday", "friday"], "opens_at": "09:00", "closes_at": "18:00" },
        "administrator": { "name": ACCOUNTS[0].1, "mail_address": format!("administrator@{domain}") },
    });
    let opened = cloud.invoke("organization_open", input).await.ok_or("organization_open is missing")?;
    if opened.get("organization").is_some() { Ok(()) } else { Err(format!("organization_open: {opened}").into()) }
}

/// Takes the link out of the newest mail to an address and sets the password through it.
///
/// # Errors
/// Where there is no such mail, or the link is refused.
pub async fn accept(cloud: &Cloud, mail_address: &str, password: &str) -> Result<(), Failure> {
    let token = mailed_token(cloud, mail_address).await?;
    call(&cloud.world, "password_set", None, json!({ "token": token, "new_password": password })).await?;
    Ok(())
}

// A run of the scheduler may hold the mail and be sending it just now.
async fn mailed_token(cloud: &Cloud, mail_address: &str) -> Result<String, Failure> {
    let began = Instant::now();
    loop {
        cloud.invoke("mail_deliver", Value::Null).await;
        match newest_token(cloud, mail_address) {
            Err(_) if began.elapsed() < MAIL_WAIT => tokio::time::sleep(MAIL_WAIT / 300).await,
            found => return found,
        }
    }
}

/// The secret of the link in the newest mail to an address.
///
/// # Errors
/// Where there is no such mail.
pub fn newest_token(cloud: &Cloud, mail_address: &str) -> Result<String, Failure> {
    let mails = cloud.mailbox.list()?;
    let texts =
        mails.iter().filter(|mail| mail.recipients.iter().any(|to| to.contains(mail_address))).filter_map(|mail| mail.text.as_deref());
    let tokens = texts.filter_map(|text| text.split("#token=").nth(1)?.split_whitespace().next());
    Ok(tokens.map(str::to_owned).next().ok_or_else(|| format!("no mail with a link to {mail_address}"))?)
}

async fn sign_in(cloud: &Cloud, mail_address: &str, password: &str) -> Result<String, Failure> {
    let reply = call(&cloud.world, "session_create", None, json!({ "mail_address": mail_address, "password": password })).await?;
    let cookies = reply.headers.iter().filter(|(name, _)| name == "set-cookie").filter_map(|(_, value)| value.split(';').next());
    Ok(cookies.collect::<Vec<_>>().join("; "))
}

/// Calls an endpoint by name in this process, with these cookies.
///
/// # Errors
/// What it refused.
pub async fn call(world: &World, name: &str, cookies: Option<&str>, body: Value) -> Result<Outgoing, Failure> {
    let route: &Route = ROUTES.iter().find(|route| route.spec.name == name).ok_or_else(|| format!("{name} is missing"))?;
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    headers.extend(cookies.map(|cookies| ("cookie".to_owned(), cookies.to_owned())));
    let incoming = Incoming {
        method: route.spec.method.as_str().into(),
        path: route.spec.paths.first().copied().unwrap_or_default().into(),
        headers,
        body: body.to_string().into_bytes(),
        address: "127.0.0.1".into(),
        ..Incoming::default()
    };
    let reply = (route.call)(world, incoming).await;
    if reply.status < 300 { Ok(reply) } else { Err(format!("{name}: {}", reply.body).into()) }
}
