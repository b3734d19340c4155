//! AWS STS: who signed a presigned `GetCallerIdentity` request.
//!
//! Only sessions of the operators' role are operators, and the name of the session is the operator. So that a name is a
//! person, the role's trust policy must allow `sts:AssumeRole` to people alone and bind the name to who they are: with
//! IAM Identity Center it is the user's name by itself; otherwise by the condition
//! `StringEquals: {sts:RoleSessionName: "${aws:username}"}`, or by `sts:SourceIdentity` of the same value. Nobody may be
//! allowed to assume the role from another role under a name of their choice.

use crate::adapters::client::Aws;
use crate::domain::operator::Operator;
use crate::domain::time::{Timestamp, in_japan};
use crate::error::{Error, Result};
use crate::input::percent::decode;
use crate::operator_proof::{CALL_HEADER, is_fresh};
use crate::ports::Operators;
use async_trait::async_trait;
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

/// For how long STS may take.
const TIMEOUT: Duration = Duration::from_secs(8);
/// The longest lifetime that a proof may give itself, in seconds.
const EXPIRES_SECONDS: i64 = 300;

/// What a request must say, besides who signed it, when, and the signature.
const FIXED: [(&str, &str); 4] = [
    ("Action", "GetCallerIdentity"),
    ("Version", "2011-06-15"),
    ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
    ("X-Amz-SignedHeaders", "host;x-operator-call"),
];
/// What it says of its own.
const SIGNED: [&str; 4] = ["X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature"];
/// What it may say besides.
const SESSION: &str = "X-Amz-Security-Token";

/// The port to STS.
pub struct Sts {
    connector: LazyLock<Connector, Box<dyn FnOnce() -> Connector + Send>>,
    origin: String,
    region: String,
    role: String,
}

impl Sts {
    /// A port that takes sessions of this role alone: its ARN as sessions bear it,
    /// `arn:aws:sts::<account>:assumed-role/<role>`.
    #[must_use]
    pub fn new(aws: &Aws, role: String) -> Self {
        let (origin, region) = (aws.sts_origin(), aws.region().to_owned());
        let aws = aws.clone();
        Self { connector: LazyLock::new(Box::new(move || aws.connector())), origin, region, role }
    }

    // STS alone can check the signature: it is asked, with the header that the proof must have been signed for.
    async fn ask(&self, proof: &str, call: &str) -> Result<Value> {
        let away = |cause: &dyn std::fmt::Display| Error::Unavailable(format!("STS: {cause}"), 5);
        let mut request = HttpRequest::get(proof).map_err(|_| invalid())?;
        let headers = request.headers_mut();
        for (name, value) in [("accept", "application/json"), (CALL_HEADER, call)] {
            headers.try_insert(name, value.to_owned()).map_err(Error::internal)?;
        }
        let response = self.connector.call(request).await.map_err(|_| away(&"no answer"))?;
        let status = response.status();
        if status.is_client_error() && status.as_u16() != 429 {
            return Err(invalid());
        }
        if !status.is_success() {
            return Err(away(&status.as_u16()));
        }
        let body = ByteStream::new(response.into_body()).collect().await.map_err(|_| away(&"half an answer"))?;
        serde_json::from_slice(&body.into_bytes()).map_err(|_| away(&"an answer that is no JSON"))
    }

    fn operator(&self, answer: &Value) -> Result<Operator> {
        let arn = answer["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Arn"].as_str();
        let arn = arn.ok_or_else(|| Error::internal("STS named nobody"))?;
        let name = arn.strip_prefix(&self.role).and_then(|rest| rest.strip_prefix('/'));
        // Somebody, and no operator.
        name.and_then(|name| name.parse().ok()).ok_or_else(invalid)
    }
}

fn invalid() -> Error {
    Error::Unauthenticated("operator_proof_invalid")
}

fn expired() -> Error {
    Error::Unauthenticated("operator_proof_expired")
}

#[async_trait]
impl Operators for Sts {
    async fn verify(&self, proof: &str, call: &str, now: Timestamp) -> Result<Operator> {
        check(proof, &self.origin, &self.region, now)?;
        let asked = tokio::time::timeout(TIMEOUT, self.ask(proof, call)).await;
        self.operator(&asked.map_err(|_| Error::Unavailable("STS: no answer in time".into(), 5))??)
    }
}

// Everything about the request is fixed but who signs it and when: a proof is sent on by us, so it must lead to STS of our
// own region and ask for nothing else. STS itself takes a signature for fifteen minutes whatever its lifetime says.
fn check(proof: &str, origin: &str, region: &str, now: Timestamp) -> Result<()> {
    let query = proof.strip_prefix(origin).and_then(|rest| rest.strip_prefix("/?")).ok_or_else(invalid)?;
    if !query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return Err(invalid());
    }
    let given = parameters(query).ok_or_else(invalid)?;
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let known = |name: &str| FIXED.iter().any(|(fixed, _)| *fixed == name) || SIGNED.contains(&name) || name == SESSION;
    let complete = FIXED.iter().all(|(name, value)| text(name) == *value) && SIGNED.iter().all(|name| !text(name).is_empty());
    if !complete || !given.keys().all(|name| known(name)) {
        return Err(invalid());
    }
    let (stamp, made_at) = (text("X-Amz-Date"), made_at(text("X-Amz-Date")).ok_or_else(invalid)?);
    let scope = format!("/{}/{region}/sts/aws4_request", stamp.get(..8).unwrap_or_default());
    let key = text("X-Amz-Credential").strip_suffix(&scope).ok_or_else(invalid)?;
    let expires_seconds: i64 = text("X-Amz-Expires").parse().map_err(|_| invalid())?;
    if key.is_empty() || key.contains('/') || !(1..=EXPIRES_SECONDS).contains(&expires_seconds) {
        return Err(invalid());
    }
    let holds = is_fresh(made_at, now) && now - made_at <= chrono::TimeDelta::seconds(expires_seconds);
    if holds { Ok(()) } else { Err(expired()) }
}

// Each once.
fn parameters(query: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        if found.insert(decode(name)?, decode(value)?).is_some() {
            return None;
        }
    }
    Some(found)
}

fn made_at(stamp: &str) -> Option<Timestamp> {
    let time = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").ok()?;
    Some(in_japan(time.and_utc()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ORIGIN: &str = "https://sts.ap-northeast-1.amazonaws.com";
    const GOOD: &str = "https://sts.ap-northeast-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15\
        &X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAEXAMPLE%2F20261001%2Fap-northeast-1%2Fsts%2Faws4_request\
        &X-Amz-Date=20261001T010000Z&X-Amz-Expires=120&X-Amz-SignedHeaders=host%3Bx-operator-call\
        &X-Amz-Security-Token=abc%2B%2F%3D&X-Amz-Signature=00ff";

    fn code(proof: &str, seconds: i64) -> &'static str {
        let now = chrono::DateTime::parse_from_rfc3339("2026-10-01T10:00:00+09:00").unwrap() + chrono::TimeDelta::seconds(seconds);
        check(proof, ORIGIN, "ap-northeast-1", now).map_or_else(|error| error.code(), |()| "")
    }

    #[test]
    fn a_proof_leads_to_our_region_and_asks_who_signed_it() {
        assert_eq!((code(GOOD, 0), code(GOOD, 120), code(GOOD, -60)), ("", "", ""));
        let altered = [
            ("https://sts.ap-northeast-1", "http://sts.ap-northeast-1"),
            ("amazonaws.com/?", "amazonaws.com.evil.example/?"),
            ("amazonaws.com/?", "amazonaws.com@evil.example/?"),
            ("amazonaws.com/?", "amazonaws.com:444/?"),
            ("amazonaws.com/?", "amazonaws.com/x?"),
            ("sts.ap-northeast-1.", "sts.us-east-1."),
            ("https://sts.ap-northeast-1.", "https://sts."),
            ("GetCallerIdentity", "GetSessionToken"),
            ("GetCallerIdentity", "GetCallerIdentity&Action=GetCallerIdentity"),
            ("2011-06-15", "2011-06-16"),
            ("HMAC", "ECDSA"),
            ("%2Fap-northeast-1%2F", "%2Fus-east-1%2F"),
            ("%2Fsts%2F", "%2Fiam%2F"),
            ("%2F20261001%2F", "%2F20261002%2F"),
            ("ASIAEXAMPLE", ""),
            ("ASIAEXAMPLE", "a%2Fb"),
            ("20261001T010000Z", "yesterday"),
            ("Expires=120", "Expires=0"),
            ("Expires=120", "Expires=301"),
            ("Expires=120", "Expires=-1"),
            ("host%3Bx-operator-call", "host"),
            ("host%3Bx-operator-call", "host%3Bx-operator-call%3Bx-other"),
            ("&X-Amz-Signature=00ff", ""),
            ("X-Amz-Signature=00ff", "X-Amz-Signature="),
            ("&X-Amz-Signature=00ff", "&X-Amz-Signature=00ff&Expression=1"),
            ("&X-Amz-Signature=00ff", "&X-Amz-Signature=00ff#x"),
            ("&X-Amz-Signature=00ff", "&X-Amz-Signature=00 ff"),
        ];
        for (from, to) in altered {
            let proof = GOOD.replacen(from, to, 1);
            assert!(proof != GOOD && code(&proof, 0) == "operator_proof_invalid", "{from} {to}");
        }
    }

    #[test]
    fn a_proof_is_over_when_its_lifetime_or_ours_is() {
        assert_eq!((code(GOOD, 121), code(GOOD, -61)), ("operator_proof_expired", "operator_proof_expired"));
        let longest = GOOD.replace("Expires=120", "Expires=300");
        assert_eq!((code(&longest, 300), code(&longest, 301)), ("", "operator_proof_expired"));
    }

    #[test]
    fn only_sessions_of_the_operators_role_are_operators() {
        let aws =
            Aws::from_environment(|name| Some(if name == "AWS_REGION" { "ap-northeast-1".into() } else { "http://127.0.0.1:1".into() }));
        let sts = Sts::new(&aws.unwrap(), "arn:aws:sts::123456789012:assumed-role/Operator".into());
        let named = |arn: &str| {
            let answer = serde_json::json!({ "GetCallerIdentityResponse": { "GetCallerIdentityResult": { "Arn": arn } } });
            sts.operator(&answer).map_or_else(|error| error.code().to_owned(), String::from)
        };
        assert_eq!(named("arn:aws:sts::123456789012:assumed-role/Operator/alice"), "alice");
        for arn in [
            "arn:aws:sts::999999999999:assumed-role/Operator/alice",
            "arn:aws:sts::123456789012:assumed-role/OperatorAssistant/alice",
            "arn:aws:sts::123456789012:assumed-role/Operator/",
            "arn:aws:iam::123456789012:user/alice",
            "arn:aws:iam::123456789012:root",
        ] {
            assert_eq!(named(arn), "operator_proof_invalid", "{arn}");
        }
    }
}
