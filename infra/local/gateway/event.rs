//! The event of a REST API, payload format 1.0.

use std::collections::BTreeMap;

use aws_lc_rs::rand::fill;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderName, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::answer::Problem;
use crate::tls::{ClientCertificate, ClientConnection};

/// The stage that local events name. `lambda_http` puts it before the path in the request's URI, as on AWS; its
/// `raw_http_path()` leaves it out.
pub const STAGE: &str = "local";

const API_ID: &str = "local00000";
const ACCOUNT: &str = "000000000000";

/// What belongs to the connection between client and gateway.
const NOT_PASSED_ON: [HeaderName; 6] =
    [header::CONNECTION, header::TRANSFER_ENCODING, header::TE, header::UPGRADE, header::TRAILER, header::EXPECT];

/// Everything about a request but its body.
pub struct Call<'a> {
    pub parts: &'a Parts,
    pub connection: &'a ClientConnection,
    pub resource: &'a str,
    pub parameters: &'a BTreeMap<String, String>,
    pub request_id: &'a str,
}

type Many = BTreeMap<String, Vec<String>>;

/// Builds the event.
pub fn build(call: &Call<'_>, body: &[u8], binary_media_types: &[String]) -> Result<Value, Problem> {
    let host = host(call.parts)?;
    let headers = headers(call, &host);
    let query = query(call.parts.uri.query().unwrap_or_default());
    let (body, encoded) = encode(body, &headers, binary_media_types);
    Ok(json!({
        "resource": call.resource,
        "path": call.parts.uri.path(),
        "httpMethod": call.parts.method.as_str(),
        "headers": last_of_each(&headers),
        "multiValueHeaders": headers,
        "queryStringParameters": if query.is_empty() { Value::Null } else { last_of_each(&query) },
        "multiValueQueryStringParameters": if query.is_empty() { Value::Null } else { json!(query) },
        "pathParameters": if call.parameters.is_empty() { Value::Null } else { json!(call.parameters) },
        "stageVariables": null,
        "requestContext": context(call, &host),
        "body": body,
        "isBase64Encoded": encoded,
    }))
}

fn context(call: &Call<'_>, host: &Authority) -> Value {
    let now = Utc::now();
    let domain = host.host();
    json!({
        "accountId": ACCOUNT, "apiId": API_ID, "stage": STAGE, "resourceId": "local0", "protocol": "HTTP/1.1",
        "resourcePath": call.resource, "path": call.parts.uri.path(), "httpMethod": call.parts.method.as_str(),
        "domainName": domain, "domainPrefix": domain.split('.').next().unwrap_or(domain),
        "requestId": call.request_id, "extendedRequestId": extended_request_id(),
        "requestTime": common_log_time(now), "requestTimeEpoch": now.timestamp_millis(),
        "identity": identity(call),
    })
}

fn identity(call: &Call<'_>) -> Value {
    let agent = call.parts.headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let mut identity = json!({
        "accessKey": null, "accountId": null, "caller": null, "cognitoAuthenticationProvider": null,
        "cognitoAuthenticationType": null, "cognitoIdentityId": null, "cognitoIdentityPoolId": null,
        "principalOrgId": null, "user": null, "userArn": null,
        "sourceIp": source_address(call.connection), "userAgent": agent,
    });
    if let Some(certificate) = &call.connection.client_certificate {
        identity["clientCert"] = client_certificate(certificate);
    }
    identity
}

fn client_certificate(certificate: &ClientCertificate) -> Value {
    json!({
        "clientCertPem": certificate.pem, "subjectDN": certificate.subject, "issuerDN": certificate.issuer,
        "serialNumber": certificate.serial,
        "validity": {
            "notBefore": openssl_time(certificate.not_before), "notAfter": openssl_time(certificate.not_after),
        },
    })
}

/// The host that the client asked for. One that is none would never reach a function: `lambda_http` panics on it.
fn host(parts: &Parts) -> Result<Authority, Problem> {
    let text = parts.headers.get(header::HOST).map(|value| value.to_str().unwrap_or_default());
    let authority = match text {
        Some(text) => text.parse::<Authority>().ok(),
        None => parts.uri.authority().cloned().or_else(|| Some(Authority::from_static("localhost"))),
    };
    let plain = |host: &Authority| {
        let allowed = |character: char| character.is_ascii_alphanumeric() || "-._:[]".contains(character);
        !host.host().is_empty() && host.as_str().chars().all(allowed)
    };
    authority.filter(plain).ok_or_else(|| Problem::of(StatusCode::BAD_REQUEST))
}

fn headers(call: &Call<'_>, host: &Authority) -> Many {
    let mut headers = Many::new();
    for (name, value) in call.parts.headers.iter().filter(|(name, _)| !NOT_PASSED_ON.contains(name)) {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.entry(name.as_str().to_owned()).or_default().push(value);
    }
    let address = source_address(call.connection);
    // The client's own word stands before what the gateway saw, as on AWS; only the last entry can be believed.
    let forwarded = match headers.remove("x-forwarded-for") {
        Some(claimed) => format!("{}, {address}", claimed.join(", ")),
        None => address,
    };
    let (protocol, usual_port) = if call.connection.tls { ("https", 443) } else { ("http", 80) };
    let mut set = |name: &str, value: String| headers.insert(name.to_owned(), vec![value]);
    set("host", host.as_str().to_owned());
    set("x-forwarded-for", forwarded);
    set("x-forwarded-proto", protocol.to_owned());
    set("x-forwarded-port", host.port_u16().unwrap_or(usual_port).to_string());
    if !call.parts.headers.contains_key("x-amzn-trace-id") {
        set("x-amzn-trace-id", trace_id());
    }
    headers
}

fn source_address(connection: &ClientConnection) -> String {
    connection.remote.ip().to_canonical().to_string()
}

/// A query's names and values, decoded, in the order of each name's values.
fn query(text: &str) -> Many {
    let decode = |raw: &str| percent_decode_str(&raw.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut query = Many::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        query.entry(decode(name)).or_default().push(decode(value));
    }
    query
}

fn last_of_each(many: &Many) -> Value {
    let last = many.iter().filter_map(|(name, values)| Some((name.clone(), Value::from(values.last()?.as_str()))));
    Value::Object(last.collect::<Map<_, _>>())
}

/// The body as the event carries it, and whether that is base64.
fn encode(body: &[u8], headers: &Many, binary_media_types: &[String]) -> (Value, bool) {
    if body.is_empty() {
        return (Value::Null, false);
    }
    let content_type = headers.get("content-type").and_then(|values| values.last()).map_or("application/json", String::as_str);
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let matches = |pattern: &String| match pattern.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => media_type.split('/').next().is_some_and(|own| own.eq_ignore_ascii_case(kind)),
        None => media_type.eq_ignore_ascii_case(pattern),
    };
    if binary_media_types.iter().any(matches) {
        (Value::from(STANDARD.encode(body)), true)
    } else {
        // Bytes that aren't UTF-8 are lost, as on AWS.
        (Value::from(String::from_utf8_lossy(body)), false)
    }
}

/// `09/Apr/2026:12:34:56 +0000`, as API Gateway writes it.
fn common_log_time(time: DateTime<Utc>) -> String {
    time.format("%d/%b/%Y:%H:%M:%S %z").to_string()
}

/// `Aug  5 09:36:04 2026 GMT`, as API Gateway writes a certificate's validity.
fn openssl_time(time: DateTime<Utc>) -> String {
    time.format("%b %e %H:%M:%S %Y GMT").to_string()
}

/// A new request's id, in the form of a UUID.
pub fn request_id() -> String {
    let digits = random_hexadecimal();
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    groups.map(|(from, to)| digits.get(from..to).unwrap_or_default()).join("-")
}

fn extended_request_id() -> String {
    format!("{}=", random_hexadecimal().get(..15).unwrap_or_default())
}

fn trace_id() -> String {
    let digits = random_hexadecimal();
    format!("Root=1-{:08x}-{}", Utc::now().timestamp(), digits.get(..24).unwrap_or_default())
}

/// 32 digits. They name a request in the log and keep no secret, so if the system has no randomness the time will do.
fn random_hexadecimal() -> String {
    let mut bytes = [0_u8; 16];
    match fill(&mut bytes) {
        Ok(()) => format!("{:032x}", u128::from_be_bytes(bytes)),
        Err(_) => format!("{:032x}", Utc::now().timestamp_micros()),
    }
}
