//! Somebody at a client: requests over HTTP with cookies held by hand, as a script would hold them.

use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What the service answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
    /// The body as JSON; null where it is none.
    pub json: Value,
}

impl Reply {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The stable code of an error; empty on a success.
    #[must_use]
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The refused fields with their codes, in the order in which the reply names them.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.json["errors"].as_array().into_iter().flatten().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
    }

    /// The identifier of what was made or shown.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        self.json["id"].as_str().unwrap_or_else(|| panic!("no identifier in {}: {}", self.status, self.text)).to_owned()
    }

    /// The same reply, if it has this status.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// A client with a session, or without one.
#[derive(Debug)]
pub struct Actor {
    client: Client,
    base: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Actor {
    /// A client of the service at an address such as `http://127.0.0.1:8080`, without a session.
    #[must_use]
    pub fn new(client: Client, base: impl Into<String>) -> Self {
        Self { client, base: base.into(), cookies: Mutex::default() }
    }

    /// Signs in; the session's cookies are kept where it succeeds.
    pub async fn sign_in(&self, mail_address: &str, password: &str) -> Reply {
        self.post("/api/sessions", json!({ "mail_address": mail_address, "password": password })).await
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, &[], None).await
    }

    /// Creates, or does something to a record.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.with(&[]).post(path, body).await
    }

    /// Replaces or attaches.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.with(&[]).put(path, body).await
    }

    /// Removes.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, &[], None).await
    }

    /// The same client with more headers, for one request.
    #[must_use]
    pub const fn with<'a>(&'a self, headers: &'a [(&'a str, &'a str)]) -> Request<'a> {
        Request { actor: self, headers }
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Sets a cookie by hand.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), value.to_owned());
    }

    /// Another client with the same cookies, as of now.
    #[must_use]
    pub fn copy(&self) -> Self {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self { client: self.client.clone(), base: self.base.clone(), cookies: Mutex::new(cookies) }
    }

    /// Sends a request as it is given, with the cookies held.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Reply {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{path}: no answer: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        self.keep_cookies(&headers);
        let text = response.text().await.unwrap_or_else(|error| panic!("{path}: half an answer: {error:?}"));
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Reply { status, headers, text, json }
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        for header in headers.get_all(SET_COOKIE).iter().filter_map(|header| header.to_str().ok()) {
            let Some((name, value)) = header.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            if header.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// A request with headers of its own.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    actor: &'a Actor,
    headers: &'a [(&'a str, &'a str)],
}

impl Request<'_> {
    /// Reads.
    pub async fn get(&self, path: &str) -> Reply {
        self.actor.send(Method::GET, path, self.headers, None).await
    }

    /// Creates, or does something to a record.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.json(Method::POST, path, &body).await
    }

    /// Replaces or attaches.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.json(Method::PUT, path, &body).await
    }

    /// Removes.
    pub async fn delete(&self, path: &str) -> Reply {
        self.actor.send(Method::DELETE, path, self.headers, None).await
    }

    // Null stands for no body at all.
    async fn json(&self, method: Method, path: &str, body: &Value) -> Reply {
        if body.is_null() {
            return self.actor.send(method, path, self.headers, None).await;
        }
        let headers = [&[("content-type", "application/json")], self.headers].concat();
        self.actor.send(method, path, &headers, Some(body.to_string().into_bytes())).await
    }
}
