//! The API's shape as API Gateway imports it: routes, and the errors that it makes without us.

use crate::function::Function;
use crate::operation::operations;
use crate::text::{fill, insert, quoted};
use shared::caller::Language;
use shared::endpoint::Route;
use shared::message::words;
use std::collections::BTreeMap;

/// An error that API Gateway makes: its type there, our status and code.
type Refusal = (&'static str, u16, &'static str);

const REFUSALS: &[Refusal] = &[
    ("ACCESS_DENIED", 403, "request_blocked"),
    ("BAD_REQUEST_BODY", 400, "request_malformed"),
    ("BAD_REQUEST_PARAMETERS", 400, "request_malformed"),
    ("DEFAULT_4XX", 400, "request_malformed"),
    ("DEFAULT_5XX", 500, "internal_error"),
    ("INTEGRATION_FAILURE", 503, "temporarily_unavailable"),
    ("INTEGRATION_TIMEOUT", 503, "temporarily_unavailable"),
    // API Gateway's name for a route that is not there.
    ("MISSING_AUTHENTICATION_TOKEN", 404, "not_found"),
    ("QUOTA_EXCEEDED", 429, TOO_MANY),
    ("REQUEST_TOO_LARGE", 413, "body_too_large"),
    ("RESOURCE_NOT_FOUND", 404, "not_found"),
    ("THROTTLED", 429, TOO_MANY),
    ("UNSUPPORTED_MEDIA_TYPE", 415, "media_type_unsupported"),
    ("WAF_FILTERED", 403, "request_blocked"),
];
const TOO_MANY: &str = "too_many_attempts";

/// How long to wait after an error that passes by itself.
const RETRY_AFTER_SECONDS: u16 = 1;

// These errors can't follow the caller's language, so they are in Japanese.
fn problem(status: u16, code: &str, request_id: &str) -> String {
    let title = quoted(words(code, Language::Japanese));
    format!(r#"{{"type":"about:blank","title":{title},"status":{status},"code":"{code}"{request_id}}}"#)
}

/// The gateway's own errors in the form of ours.
#[must_use]
pub fn gateway_responses() -> String {
    let response = |(kind, status, code): &Refusal| {
        let body = problem(*status, code, r#","request_id":"$context.requestId""#);
        let values = [("TYPE", *kind), ("status", &status.to_string()), ("body", &body)];
        let retry = format!("gatewayresponse.header.Retry-After: \"'{RETRY_AFTER_SECONDS}'\"");
        let headers = if matches!(status, 429 | 503) { retry } else { String::new() };
        insert(&fill(include_str!("fragments/response.yaml"), &values), "headers", &headers)
    };
    REFUSALS.iter().map(response).collect()
}

/// What the web ACL answers to too many requests.
#[must_use]
pub fn too_many_requests() -> String {
    format!("Content: '{}'", problem(429, TOO_MANY, ""))
}

/// The routes, in alphabetical order of their paths.
#[must_use]
pub fn paths(routes: &[Route]) -> String {
    let mut methods: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for route in routes {
        let function = Function::of_endpoint(route.spec).resource();
        let method = route.spec.method.as_str().to_lowercase();
        for (path, operation) in operations(route.spec) {
            let values = [("method", method.as_str()), ("operation", &operation), ("Function", &function)];
            let block = fill(include_str!("fragments/method.yaml"), &values);
            methods.entry(path).or_default().insert(method.clone(), block);
        }
    }
    let of_path = |(path, methods): (&str, BTreeMap<String, String>)| {
        let blocks: String = methods.into_values().collect();
        insert(&format!("{path}:\n  # sync: methods"), "methods", &blocks)
    };
    methods.into_iter().map(of_path).collect()
}
