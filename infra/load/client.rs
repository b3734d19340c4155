//! An ordinary client of the API: sessions by cookies, and requests that are sent again until they have an answer.

mod answer;
mod session;

use crate::failure::{Failure, Result};
use crate::report::Statistics;
use answer::{Outcome, TRIES, judge, wait};
use reqwest::header::{COOKIE, HeaderMap};
use reqwest::{Method, StatusCode, Url};
use serde_json::Value;
use session::Tokens;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How often the service is looked for at the beginning, and how long between: somebody waits at a terminal.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(300);
/// A request answers within the gateway's 29 seconds.
const TIMEOUT: Duration = Duration::from_secs(40);
/// Servers close a connection that was idle for longer.
const IDLE: Duration = Duration::from_secs(20);

/// On whose behalf something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 組織管理者.
    Administrator,
    /// 一般.
    Clerk,
    /// 査定担当.
    Assessor,
    /// 承認者.
    Approver,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Clerk, Self::Assessor, Self::Approver];

    const fn mail_address(self) -> &'static str {
        match self {
            Self::Administrator => "administrator@demo.example",
            Self::Clerk => "clerk@demo.example",
            Self::Assessor => "assessor@demo.example",
            Self::Approver => "approver@demo.example",
        }
    }
}

/// A request. `step` is the name of the function behind it, under which its time is counted.
pub struct Ask<'a> {
    /// The function's name.
    pub step: &'static str,
    /// On whose behalf.
    pub role: Role,
    /// The path.
    pub path: &'a str,
    /// The query.
    pub query: &'a [(&'a str, &'a str)],
    /// What it carries.
    pub body: Body,
}

/// What a request carries.
pub enum Body {
    /// Nothing: a read.
    Nothing,
    /// What is searched for.
    Search(Value),
    /// What is written, and the Idempotency-Key.
    Write(Value, String),
}

/// The client.
pub struct Client {
    http: reqwest::Client,
    base: String,
    password: String,
    sessions: BTreeMap<Role, Mutex<Option<Tokens>>>,
    /// What was asked, and how long the answers took.
    pub statistics: Statistics,
}

impl Client {
    /// A client of the service at `base`; nobody is signed in yet.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(base: &str, password: String) -> Result<Self> {
        let http = reqwest::Client::builder().timeout(TIMEOUT).pool_idle_timeout(IDLE).build();
        Ok(Self {
            http: http.map_err(|error| Failure::Unexpected(error.to_string()))?,
            base: base.trim_end_matches('/').to_owned(),
            password,
            sessions: Role::ALL.map(|role| (role, Mutex::new(None))).into(),
            statistics: Statistics::default(),
        })
    }

    /// Whether the service is there at all.
    ///
    /// # Errors
    /// Where it doesn't answer.
    pub async fn reach(&self) -> Result<()> {
        for _ in 0..LOOKS {
            if self.http.get(format!("{}/api/health", self.base)).send().await.is_ok_and(|reply| reply.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        Err(Failure::Unanswered(format!(
            "{0} に届きません。先に make run を実行してください。 / {0} can't be reached. Run `make run` first.",
            self.base
        )))
    }

    /// Asks, and asks again where that helps: the connection broke, somebody else was faster, the service is busy or starts anew.
    /// Writes carry a key, so that one whose answer was lost isn't done twice.
    ///
    /// # Errors
    /// What the service refused, or that it doesn't answer.
    pub async fn ask(&self, ask: &Ask<'_>) -> Result<Value> {
        let mut signed_in_anew = false;
        let mut last = String::new();
        for attempt in 0..TRIES {
            let token = self.token(ask.role).await?;
            match self.once(ask, &token).await {
                Outcome::Done(value) => return Ok(value),
                Outcome::Failed(failure) => return Err(failure),
                // A token may have ended early: the session was ended, or the service's clock is ahead.
                Outcome::Unauthenticated(failure) if signed_in_anew => return Err(failure),
                Outcome::Unauthenticated(_) => {
                    signed_in_anew = true;
                    self.drop_token(ask.role, &token).await;
                }
                Outcome::Again { why, after } => {
                    self.statistics.count_retry(&why);
                    tokio::time::sleep(after.unwrap_or_else(|| wait(attempt, ask.path))).await;
                    last = why;
                }
            }
        }
        Err(Failure::Unanswered(format!("{} {}: {TRIES} 回試しました / tried {TRIES} times: {last}", ask.step, ask.path)))
    }

    async fn once(&self, ask: &Ask<'_>, token: &str) -> Outcome {
        let url = match Url::parse_with_params(&format!("{}{}", self.base, ask.path), ask.query) {
            Ok(url) => url,
            Err(error) => return Outcome::Failed(Failure::Unexpected(format!("{}{}: {error}", self.base, ask.path))),
        };
        let method = if matches!(ask.body, Body::Nothing) { Method::GET } else { Method::POST };
        let request_line = format!("{method} {}", ask.path);
        let request = self.http.request(method, url).header(COOKIE, format!("__Host-access={token}"));
        let request = match &ask.body {
            Body::Nothing => request,
            Body::Search(body) => request.json(body),
            Body::Write(body, key) => request.header("idempotency-key", key).json(body),
        };
        match self.send(ask.step, request).await {
            Ok((status, headers, text)) => judge(status, &headers, &text, request_line),
            Err(why) => Outcome::Again { why, after: None },
        }
    }

    // An answer is one only when its body is there.
    async fn send(
        &self,
        step: &'static str,
        request: reqwest::RequestBuilder,
    ) -> std::result::Result<(StatusCode, HeaderMap, String), String> {
        let started = Instant::now();
        let lost = |error: reqwest::Error| if error.is_timeout() { "timeout".to_owned() } else { "connection".to_owned() };
        let response = request.send().await.map_err(lost)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.map_err(lost)?;
        self.statistics.count(step, started.elapsed());
        Ok((status, headers, text))
    }

    /// What the store consumed so far, read and written; only the local cloud tells.
    pub async fn consumed(&self) -> Option<(f64, f64)> {
        let response = self.http.get(format!("{}/local/consumed.json", self.base)).send().await.ok()?;
        let units: Value = if response.status().is_success() { response.json().await.ok()? } else { return None };
        Some((units.get("read_capacity_units")?.as_f64()?, units.get("write_capacity_units")?.as_f64()?))
    }
}
