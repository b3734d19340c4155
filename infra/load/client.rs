//! An ordinary client of the API: sessions by cookies, and requests that are sent again until they have an answer.

use crate::report::Statistics;
use reqwest::header::{COOKIE, HeaderMap, RETRY_AFTER, SET_COOKIE};
use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How often a request is sent in all: with the waits between, a service that restarts is waited for more than a minute.
const TRIES: u32 = 40;
/// The longest wait before a request is sent again.
const LONGEST_WAIT: Duration = Duration::from_secs(3);
/// How long an access token is used; it lives 10 minutes.
const TOKEN_USED_FOR: Duration = Duration::from_secs(8 * 60);
/// How often the service is looked for at the beginning, and how long between: somebody waits at a terminal.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(300);
/// A request answers within the gateway's 29 seconds.
const TIMEOUT: Duration = Duration::from_secs(40);
/// Servers close a connection that was idle for longer.
const IDLE: Duration = Duration::from_secs(20);

/// Why the loader can't go on.
#[derive(Debug)]
pub enum Failure {
    /// The service said no.
    Refused {
        /// What was asked.
        request: String,
        /// The status.
        status: u16,
        /// The stable code.
        code: String,
        /// The whole answer.
        answer: String,
    },
    /// The service didn't answer, however often it was asked.
    Unanswered(String),
    /// What was found isn't what this loader makes.
    Unexpected(String),
}

impl Failure {
    /// Whether the service refused with this code.
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { request, status, answer, .. } => write!(formatter, "{request} → {status} {answer}"),
            Self::Unanswered(what) | Self::Unexpected(what) => formatter.write_str(what),
        }
    }
}

/// The result of everything that asks the service.
pub type Result<T> = std::result::Result<T, Failure>;

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
    /// For a write: the body and the Idempotency-Key.
    pub write: Option<(Value, String)>,
}

struct Tokens {
    access: String,
    refresh: String,
    taken_at: Instant,
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

enum Outcome {
    Done(Value),
    Again { why: String, after: Option<Duration> },
    Unauthenticated(Failure),
    Failed(Failure),
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
        let method = if ask.write.is_some() { Method::POST } else { Method::GET };
        let request_line = format!("{method} {}", ask.path);
        let mut request = self.http.request(method, url).header(COOKIE, format!("__Host-access={token}"));
        if let Some((body, key)) = &ask.write {
            request = request.header("idempotency-key", key).json(body);
        }
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

    // The lock is held while the session is refreshed, so that the requests beside wait for the one new token: a refresh token
    // that is sent twice ends the session.
    async fn token(&self, role: Role) -> Result<String> {
        let Some(session) = self.sessions.get(&role) else { return Err(Failure::Unexpected(format!("no session for {role:?}"))) };
        let mut tokens = session.lock().await;
        if let Some(tokens) = tokens.as_ref().filter(|tokens| tokens.taken_at.elapsed() < TOKEN_USED_FOR) {
            return Ok(tokens.access.clone());
        }
        let fresh = match tokens.take() {
            Some(old) => self.refresh(&old.refresh).await,
            None => None,
        };
        let fresh = match fresh {
            Some(fresh) => fresh,
            None => self.sign_in(role).await?,
        };
        Ok(tokens.insert(fresh).access.clone())
    }

    async fn drop_token(&self, role: Role, used: &str) {
        let Some(session) = self.sessions.get(&role) else { return };
        let mut tokens = session.lock().await;
        // Another request may have taken a new one already.
        if tokens.as_ref().is_some_and(|tokens| tokens.access == used) {
            *tokens = None;
        }
    }

    // Tried once: where its answer is lost, the token may be spent, and signing in anew is the only safe way.
    async fn refresh(&self, refresh: &str) -> Option<Tokens> {
        let url = format!("{}/api/sessions/refresh", self.base);
        let request = self.http.post(url).header(COOKIE, format!("__Host-refresh={refresh}")).json(&json!({}));
        let (status, headers, _) = self.send("session_refresh", request).await.ok()?;
        if status.is_success() { tokens(&headers) } else { None }
    }

    async fn sign_in(&self, role: Role) -> Result<Tokens> {
        let url = format!("{}/api/sessions", self.base);
        let body = json!({ "mail_address": role.mail_address(), "password": self.password });
        let mut last = String::new();
        for attempt in 0..TRIES {
            let (why, after) = match self.send("session_create", self.http.post(&url).json(&body)).await {
                Ok((status, headers, text)) => {
                    match judge(status, &headers, &text, format!("POST /api/sessions ({})", role.mail_address())) {
                        Outcome::Done(_) => return tokens(&headers).ok_or_else(|| Failure::Unexpected("no cookies at sign-in".into())),
                        Outcome::Again { why, after } => (why, after),
                        Outcome::Unauthenticated(failure) | Outcome::Failed(failure) => return Err(failure),
                    }
                }
                Err(why) => (why, None),
            };
            self.statistics.count_retry(&why);
            tokio::time::sleep(after.unwrap_or_else(|| wait(attempt, role.mail_address()))).await;
            last = why;
        }
        Err(Failure::Unanswered(format!("{}: サービスに届きません / the service can't be reached: {last}", self.base)))
    }

    /// What the store consumed so far, read and written; only the local cloud tells.
    pub async fn consumed(&self) -> Option<(f64, f64)> {
        let response = self.http.get(format!("{}/local/consumed.json", self.base)).send().await.ok()?;
        let units: Value = if response.status().is_success() { response.json().await.ok()? } else { return None };
        Some((units.get("read_capacity_units")?.as_f64()?, units.get("write_capacity_units")?.as_f64()?))
    }
}

fn judge(status: StatusCode, headers: &HeaderMap, text: &str, request: String) -> Outcome {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    if status.is_success() {
        return Outcome::Done(value);
    }
    let code = value.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let again = |after| Outcome::Again { why: format!("{} {code}", status.as_u16()).trim_end().to_owned(), after };
    let after = headers.get(RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok()).map(Duration::from_secs);
    match status.as_u16() {
        409 if matches!(code.as_str(), "record_changed" | "idempotency_key_in_use") => again(None),
        429 | 503 => again(after),
        // The gateway's own: the function broke or was too slow. The key makes it safe to ask again.
        502 | 504 => again(None),
        401 => Outcome::Unauthenticated(Failure::Refused { request, status: 401, code, answer: text.to_owned() }),
        status => Outcome::Failed(Failure::Refused { request, status, code, answer: text.to_owned() }),
    }
}

fn tokens(headers: &HeaderMap) -> Option<Tokens> {
    let cookies = headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    let values: BTreeMap<&str, &str> = cookies.filter_map(|cookie| cookie.split_once('=')).collect();
    let access = (*values.get("__Host-access")?).to_owned();
    // Within the grace of a refresh there is none: the next refresh then fails, and the role signs in anew.
    let refresh = values.get("__Host-refresh").copied().unwrap_or_default().to_owned();
    Some(Tokens { access, refresh, taken_at: Instant::now() })
}

// Longer each time, and not the same for requests that failed together.
fn wait(attempt: u32, path: &str) -> Duration {
    let spread = path.bytes().fold(7_u64, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(u64::from(byte))) % 50;
    (Duration::from_millis(50 + spread) * 2_u32.pow(attempt.min(7))).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn judged(status: u16, code: &str) -> Outcome {
        judge(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), &json!({ "code": code }).to_string(), String::new())
    }

    #[test]
    fn only_what_may_turn_out_better_is_asked_again() {
        for (status, code) in
            [(409, "record_changed"), (409, "idempotency_key_in_use"), (429, "too_many_attempts"), (503, ""), (502, ""), (504, "")]
        {
            assert!(matches!(judged(status, code), Outcome::Again { .. }), "{status} {code}");
        }
        for (status, code) in
            [(409, "claim_state_forbids"), (409, "idempotency_key_reused"), (403, "role_missing"), (422, "fields_invalid"), (500, "")]
        {
            assert!(matches!(judged(status, code), Outcome::Failed(failure) if failure.is(code)), "{status} {code}");
        }
        assert!(matches!(judged(401, "access_token_expired"), Outcome::Unauthenticated(_)));
        assert!(matches!(judged(201, ""), Outcome::Done(_)));
    }

    #[test]
    fn cookies_are_read_without_their_attributes() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, "__Host-access=a.b.c; Path=/; Secure".parse().unwrap());
        headers.append(SET_COOKIE, "__Host-refresh=r.s=; Path=/".parse().unwrap());
        let tokens = tokens(&headers).unwrap();
        assert_eq!((tokens.access.as_str(), tokens.refresh.as_str()), ("a.b.c", "r.s="));
    }

    #[test]
    fn waits_grow_to_their_bound_and_cover_a_restart() {
        assert!(wait(0, "/a") < Duration::from_millis(100));
        assert_eq!(wait(30, "/a"), LONGEST_WAIT);
        assert!((0..TRIES).map(|attempt| wait(attempt, "/a")).sum::<Duration>() > Duration::from_secs(60));
    }
}
