//! What the client gets: the function's reply, or the gateway's own refusal as an RFC 9457 problem.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use serde_json::json;

use super::LARGEST_EVENT;

/// What the gateway's own refusals carry, as in the template.
const GUARDS: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
];

/// A refusal by the gateway itself, as the API's `GatewayResponses` word it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    allow: Vec<Method>,
}

impl Problem {
    pub fn of(status: StatusCode) -> Self {
        Self { status, allow: Vec::new() }
    }

    /// 405, with the methods that the path does have.
    pub fn method_not_allowed(allow: Vec<Method>) -> Self {
        Self { status: StatusCode::METHOD_NOT_ALLOWED, allow }
    }

    fn code(&self) -> &'static str {
        match self.status {
            StatusCode::BAD_REQUEST => "request_malformed",
            StatusCode::NOT_FOUND => "not_found",
            StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
            StatusCode::REQUEST_TIMEOUT => "request_timed_out",
            StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
            StatusCode::BAD_GATEWAY => "function_failed",
            StatusCode::GATEWAY_TIMEOUT => "function_timed_out",
            _ => "internal_error",
        }
    }

    pub fn into_response(self, request_id: &str) -> Response {
        let body = json!({
            "type": "about:blank", "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(), "code": self.code(), "request_id": request_id,
        });
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        for (name, value) in GUARDS {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if !self.allow.is_empty() {
            let names: Vec<&str> = self.allow.iter().map(Method::as_str).collect();
            if let Ok(allow) = HeaderValue::from_str(&names.join(", ")) {
                headers.insert(header::ALLOW, allow);
            }
        }
        response
    }
}

/// The function's reply as HTTP: every header as given, but for those that belong to the connection.
pub fn from_function(reply: http::Response<lambda_http::Body>) -> Result<Response, Problem> {
    let (mut parts, body) = reply.into_parts();
    let (bytes, travels_as) = match body {
        lambda_http::Body::Text(text) => {
            let length = text.len();
            (text.into_bytes(), length)
        }
        lambda_http::Body::Binary(bytes) => {
            let encoded = bytes.len().div_ceil(3) * 4;
            (bytes, encoded)
        }
        _ => (Vec::new(), 0),
    };
    if travels_as > LARGEST_EVENT {
        tracing::error!(bytes = travels_as, "the function's reply is larger than Lambda allows");
        return Err(Problem::of(StatusCode::BAD_GATEWAY));
    }
    for name in [header::CONNECTION, header::TRANSFER_ENCODING, header::CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
