//! The sessions: cookies taken at sign-in, and anew before they end.

use super::answer::{Outcome, TRIES, judge, wait};
use super::{Client, Role};
use crate::failure::{Failure, Result};
use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How long an access token is used; it lives 10 minutes.
const TOKEN_USED_FOR: Duration = Duration::from_secs(8 * 60);

/// The two tokens of a session.
pub struct Tokens {
    access: String,
    refresh: String,
    taken_at: Instant,
}

impl Client {
    // The lock is held while the session is refreshed, so that the requests beside wait for the one new token: a refresh token
    // that is sent twice ends the session.
    pub(super) async fn token(&self, role: Role) -> Result<String> {
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

    pub(super) async fn drop_token(&self, role: Role, used: &str) {
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
}

fn tokens(headers: &HeaderMap) -> Option<Tokens> {
    let cookies = headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    let values: BTreeMap<&str, &str> = cookies.filter_map(|cookie| cookie.split_once('=')).collect();
    let access = (*values.get("__Host-access")?).to_owned();
    // Within the grace of a refresh there is none: the next refresh then fails, and the role signs in anew.
    let refresh = values.get("__Host-refresh").copied().unwrap_or_default().to_owned();
    Some(Tokens { access, refresh, taken_at: Instant::now() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn cookies_are_read_without_their_attributes() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, "__Host-access=a.b.c; Path=/; Secure".parse().unwrap());
        headers.append(SET_COOKIE, "__Host-refresh=r.s=; Path=/".parse().unwrap());
        let tokens = tokens(&headers).unwrap();
        assert_eq!((tokens.access.as_str(), tokens.refresh.as_str()), ("a.b.c", "r.s="));
    }
}
