//! A local cloud of its own for each test, in this process, with two organizations to act in.

use super::actor::Actor;
use super::clock::MovableClock;
use super::directory::TemporaryDirectory;
use chrono::{NaiveDate, TimeDelta};
use local::cloud::Cloud;
use local::options::Options;
use serde_json::Value;
use shared::domain::time::{Timestamp, day};
use shared::ports::Clock;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The password of every account.
pub const PASSWORD: &str = "heron umbrella quartz lantern";

/// After how long a session that fixtures use is opened anew; its access token holds for ten minutes.
const STAFF_MINUTES: i64 = 5;

/// A running local cloud with the organizations `demo.example` and `other.example`, each with an account for each role:
/// `administrator@demo.example`, `approver@…`, `assessor@…`, `clerk@…`, `viewer@…`. Jobs run only when they are asked for.
pub struct TestCloud {
    /// The local cloud.
    pub cloud: Cloud,
    /// Its clock.
    pub clock: Arc<MovableClock>,
    client: reqwest::Client,
    staff: Mutex<BTreeMap<String, (Timestamp, Arc<Actor>)>>,
    // The last: it goes when the store is closed.
    directory: TemporaryDirectory,
}

impl TestCloud {
    /// Starts one at [`BEGINNING`](super::clock::BEGINNING).
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Starts one with other options, such as a wrapper of the store. The demo organizations are made through it, too.
    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        Self::start_at(MovableClock::at_the_beginning(), change).await
    }

    /// Starts one with another clock.
    pub async fn start_at(clock: MovableClock, change: impl FnOnce(&mut Options)) -> Self {
        let (clock, directory) = (Arc::new(clock), TemporaryDirectory::new());
        let mut options = Options { clock: clock.clone(), schedule: false, ..Options::at(directory.path().to_owned()) };
        change(&mut options);
        let cloud = Cloud::start(options).await.expect("the local cloud starts");
        local::demo::make(&cloud, PASSWORD, |_| ()).await.expect("the demo organizations are made");
        Self { cloud, clock, client: client(), staff: Mutex::default(), directory }
    }

    /// Stops the cloud and starts it on a restored table, at the same addresses, as a deploy with `TableSuffix` does in AWS.
    #[must_use]
    pub async fn switched_to(self, table_suffix: &str) -> Self {
        let Self { cloud, clock, client, directory, .. } = self;
        let [port, https_port, mtls_port] = [cloud.http, cloud.https, cloud.mtls].map(|address| address.port());
        cloud.stop().await;
        let options = Options {
            port,
            https_port,
            mtls_port,
            clock: clock.clone(),
            schedule: false,
            table_suffix: table_suffix.to_owned(),
            ..Options::at(directory.path().to_owned())
        };
        let cloud = Cloud::start(options).await.expect("the local cloud starts on the restored table");
        Self { cloud, clock, client, staff: Mutex::default(), directory }
    }

    /// A signed-in client of an account. Every call opens a session of its own.
    pub async fn actor(&self, mail_address: &str) -> Actor {
        let actor = self.nobody();
        let reply = actor.sign_in(mail_address, PASSWORD).await;
        assert_eq!(reply.status, 201, "{mail_address} can't sign in: {}", reply.text);
        actor
    }

    /// A client without a session.
    #[must_use]
    pub fn nobody(&self) -> Actor {
        Actor::new(self.client.clone(), self.base())
    }

    /// The service's address over plain HTTP.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.cloud.http)
    }

    /// Where the cloud keeps everything.
    #[must_use]
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// Moves the clock on. Sessions age with it.
    pub fn move_clock(&self, by: TimeDelta) {
        self.clock.move_by(by);
    }

    /// Now, by the cloud's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today in Japan, by the cloud's clock.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day(self.now())
    }

    /// Invokes an operator function in the name of an operator, `alice` or `bob`.
    pub async fn invoke_as(&self, operator: &str, name: &str, payload: Value) -> Value {
        self.cloud.invoke_as(operator, name, payload).await.unwrap_or_else(|| panic!("there is no function {name}"))
    }

    /// Invokes a function with a payload as it is given: an operator function without a proof, or with one made by hand.
    pub async fn invoke_raw(&self, name: &str, payload: Value) -> Value {
        local::functions::invoke(&self.cloud.world, name, payload).await.unwrap_or_else(|| panic!("there is no function {name}"))
    }

    /// Invokes a job, or an operator function in the name of `alice`, as `make invoke` does.
    pub async fn invoke(&self, name: &str, payload: Value) -> Value {
        self.cloud.invoke(name, payload).await.unwrap_or_else(|| panic!("there is no function {name}"))
    }

    /// Delivers the mail that waits, and lets the newest one to an address meet its fate; how many addresses mail is stopped to then.
    pub async fn meets(&self, mail_address: &str, fate: local::mail::Fate) -> u64 {
        let mails = self.mail_to(mail_address).await;
        let newest = mails.first().unwrap_or_else(|| panic!("no mail to {mail_address}"));
        let delivery = local::mail::delivery(newest, fate, &shared::domain::time::text(self.now()));
        let heard = self.invoke("mail_event", delivery).await;
        heard["done"].as_u64().unwrap_or_else(|| panic!("{heard}"))
    }

    /// Gives SES a fault in both regions, or takes it away.
    pub fn set_mail_fault(&self, fault: Option<local::mail::MailFault>) {
        self.cloud.ses.set_fault(fault);
        self.cloud.ses_osaka.set_fault(fault);
    }

    /// Delivers the mail that waits and returns what lies in the mailbox of an address, newest first.
    pub async fn mail_to(&self, mail_address: &str) -> Vec<local::mail::Mail> {
        self.invoke("mail_deliver", Value::Null).await;
        let mails = self.cloud.mailbox.list().expect("the mailbox can be read");
        mails.into_iter().filter(|mail| mail.recipients.iter().any(|to| to.contains(mail_address))).collect()
    }

    /// Invites an account through an administrator, accepts the invitation, and signs it in.
    pub async fn new_account(&self, mail_address: &str, roles: &[&str], approval_limit_yen: Option<u64>) -> Actor {
        let domain = mail_address.split('@').nth(1).unwrap_or_default();
        let invited = serde_json::json!({
            "name": "新人 太郎", "mail_address": mail_address, "roles": roles, "approval_limit_yen": approval_limit_yen,
        });
        let _invited = self.staff("administrator", domain).await.post("/api/accounts", invited).await.expect(201);
        local::demo::accept(&self.cloud, mail_address, PASSWORD).await.expect("the invitation is accepted");
        self.actor(mail_address).await
    }

    // A client that fixtures share, so that they don't sign in for each step.
    pub(crate) async fn staff(&self, role: &str, domain: &str) -> Arc<Actor> {
        let mail_address = format!("{role}@{domain}");
        let (now, mut staff) = (self.now(), self.staff.lock().await);
        if let Some((since, actor)) = staff.get(&mail_address)
            && (now - *since).abs() < TimeDelta::minutes(STAFF_MINUTES)
        {
            return Arc::clone(actor);
        }
        let actor = Arc::new(self.actor(&mail_address).await);
        staff.insert(mail_address, (now, Arc::clone(&actor)));
        actor
    }
}

/// A client that asks no proxy; all of a test's traffic stays on this machine.
#[must_use]
pub fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client can be made")
}
