#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::net::SocketAddr;
use std::sync::Mutex;

use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;
use serde_json::Value;

use super::*;
use crate::tls::ClientCertificate;

type Reply = fn(&lambda_http::Request) -> http::Response<lambda_http::Body>;

/// Functions that keep what they got, and answer alike.
struct Recorder {
    got: Mutex<Vec<(usize, lambda_http::Request)>>,
    reply: Reply,
}

impl Dispatch for Recorder {
    fn routes(&self) -> Vec<RoutePattern> {
        let paths = [
            (Method::GET, "/api/claims/{id}/labels/{label}"),
            (Method::POST, "/api/claims"),
            (Method::GET, "/console/{proxy+}"),
            (Method::GET, "/api/claims"),
        ];
        paths.into_iter().map(|(method, path)| RoutePattern { method, path: path.to_owned() }).collect()
    }

    fn call(&self, route: usize, request: lambda_http::Request) -> BoxFuture<'_, http::Response<lambda_http::Body>> {
        Box::pin(async move {
            tokio::time::sleep(if request.headers().contains_key("slow") { Duration::from_secs(5) } else { Duration::ZERO }).await;
            let reply = (self.reply)(&request);
            self.got.lock().unwrap().push((route, request));
            reply
        })
    }
}

fn empty(_: &lambda_http::Request) -> http::Response<lambda_http::Body> {
    http::Response::new(lambda_http::Body::Empty)
}

fn recorder(reply: Reply) -> (Arc<Recorder>, Gateway) {
    let recorder = Arc::new(Recorder { got: Mutex::default(), reply });
    (recorder.clone(), Gateway::new(recorder))
}

fn connection() -> ClientConnection {
    ClientConnection { remote: SocketAddr::from(([127, 0, 0, 1], 50_000)), client_certificate: None, tls: false }
}

fn request(method: Method, uri: &str) -> http::request::Builder {
    http::Request::builder().method(method).uri(uri).header("host", "localhost:8080").extension(connection())
}

async fn problem(response: Response) -> Value {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

#[tokio::test]
async fn a_handler_sees_path_query_and_context() {
    let (recorder, gateway) = recorder(empty);
    let uri = "/api/claims/7/labels/%E7%8A%AC%2Fa%20b?tag=a&tag=b%26c&name=%E7%8A%AC+1&flag";
    let response = gateway.answer(request(Method::GET, uri).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-amzn-requestid"].len(), 36);
    let got = recorder.got.lock().unwrap();
    let (route, seen) = &got[0];
    assert_eq!(*route, 0);
    assert_eq!(seen.path_parameters().first("label"), Some("犬/a b"));
    assert_eq!(seen.path_parameters().first("id"), Some("7"));
    assert_eq!(seen.query_string_parameters().all("tag"), Some(vec!["a", "b&c"]));
    assert_eq!(seen.query_string_parameters().first("name"), Some("犬 1"));
    assert_eq!(seen.query_string_parameters().first("flag"), Some(""));
    assert_eq!(seen.raw_http_path(), "/api/claims/7/labels/%E7%8A%AC%2Fa%20b");
    assert_eq!(seen.uri().path(), "/local/api/claims/7/labels/%E7%8A%AC%2Fa%20b");
    assert_eq!(seen.uri().scheme_str(), Some("http"));
    let RequestContext::ApiGatewayV1(context) = seen.request_context() else { panic!("a REST event") };
    assert_eq!(context.resource_path.as_deref(), Some("/api/claims/{id}/labels/{label}"));
    assert_eq!(context.identity.source_ip.as_deref(), Some("127.0.0.1"));
    assert_eq!(context.domain_name.as_deref(), Some("localhost"));
    assert_eq!(context.request_id.as_deref(), response.headers()["x-amzn-requestid"].to_str().ok());
    assert!(context.identity.other.get("clientCert").is_none());
}

#[tokio::test]
async fn odd_queries_reach_the_handler() {
    let (recorder, gateway) = recorder(empty);
    for query in ["q=%00%FF%22%3C", "%20=%0A", "a=1&&=2&b==3", "q=%", "q=%E3%80%80%F0%9F%90%95", "q={}|^`"] {
        let response = gateway.answer(request(Method::GET, &format!("/api/claims?{query}")).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200, "{query}");
    }
    assert_eq!(recorder.got.lock().unwrap().len(), 6);
}

#[tokio::test]
async fn odd_paths_and_headers_reach_the_handler() {
    let (recorder, gateway) = recorder(empty);
    for path in ["/console/a\"b|c^{}", "/console/%00", "/console/local/..", "/console/%3Fa%23b", "/console/%25"] {
        let odd = HeaderValue::from_bytes(b"\xff\xe7\x8a\xac").unwrap();
        let request = request(Method::GET, path).header("x-odd", odd).body(Body::empty()).unwrap();
        assert_eq!(gateway.answer(request).await.status(), 200, "{path}");
    }
    let got = recorder.got.lock().unwrap();
    assert_eq!(got[0].1.headers()["x-odd"].as_bytes(), "\u{fffd}犬".as_bytes());
    assert_eq!(got[3].1.path_parameters().first("proxy"), Some("?a#b"));
    assert_eq!(got[3].1.raw_http_path(), "/console/%3Fa%23b");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_over_the_wire() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (recorder, gateway) = recorder(empty);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(crate::tls::serve(listener, crate::tls::Transport::Plain, gateway.router(), std::future::pending()));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let length = LARGEST_BODY + 1;
    let head = format!("POST /api/claims HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b'a'; length]).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 413") && reply.contains("application/problem+json"), "{reply}");
    assert!(recorder.got.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_event_has_every_value_of_a_repeated_header() {
    let request = request(Method::GET, "/api/claims").header("accept-language", "ja").header("accept-language", "en");
    let (parts, ()) = request.header("x-forwarded-for", "203.0.113.9").header("connection", "close").body(()).unwrap().into_parts();
    let parameters = std::collections::BTreeMap::new();
    let connection = connection();
    let call = event::Call { parts: &parts, connection: &connection, resource: "/api/claims", parameters: &parameters, request_id: "1" };
    let event = event::build(&call, b"", &[]).unwrap();
    assert_eq!(event["multiValueHeaders"]["accept-language"], serde_json::json!(["ja", "en"]));
    assert_eq!(event["headers"]["accept-language"], "en");
    assert_eq!(event["headers"]["x-forwarded-for"], "203.0.113.9, 127.0.0.1");
    assert!(event["headers"].get("connection").is_none());
    assert_eq!(event["pathParameters"], Value::Null);
    assert_eq!(event["stageVariables"], Value::Null);
    // What lambda_http makes of it: `headers` overwrites `multiValueHeaders`, so that a handler sees the last value alone.
    let seen = lambda_http::request::from_str(&event.to_string()).unwrap();
    let values: Vec<_> = seen.headers().get_all("accept-language").iter().collect();
    assert_eq!(values, ["en"]);
}

#[tokio::test]
async fn a_client_certificate_arrives_where_api_gateway_puts_it() {
    let (recorder, gateway) = recorder(empty);
    let certificate = ClientCertificate {
        pem: "-----BEGIN CERTIFICATE-----\n".to_owned(),
        subject: "O=Demo,CN=Clerk".to_owned(),
        issuer: "CN=Authority".to_owned(),
        serial: "0a:01".to_owned(),
        not_before: chrono::DateTime::from_timestamp(0, 0).unwrap(),
        not_after: chrono::DateTime::from_timestamp(1_785_922_564, 0).unwrap(),
    };
    let connection = ClientConnection { client_certificate: Some(certificate), tls: true, ..connection() };
    let request = request(Method::GET, "/console/app.js").extension(connection).body(Body::empty()).unwrap();
    assert_eq!(gateway.answer(request).await.status(), 200);
    let got = recorder.got.lock().unwrap();
    assert_eq!(got[0].1.uri().scheme_str(), Some("https"));
    let RequestContext::ApiGatewayV1(context) = got[0].1.request_context() else { panic!("a REST event") };
    let seen = &context.identity.other["clientCert"];
    assert_eq!(seen["clientCertPem"], "-----BEGIN CERTIFICATE-----\n");
    assert_eq!(seen["subjectDN"], "O=Demo,CN=Clerk");
    assert_eq!(seen["serialNumber"], "0a:01");
    assert_eq!(seen["validity"]["notBefore"], "Jan  1 00:00:00 1970 GMT");
    assert_eq!(seen["validity"]["notAfter"], "Aug  5 09:36:04 2026 GMT");
}

#[tokio::test]
async fn bodies_arrive_whole_and_large_ones_are_refused() {
    let (recorder, gateway) = recorder(empty);
    let post = |body: Vec<u8>| request(Method::POST, "/api/claims").body(Body::from(body)).unwrap();
    assert_eq!(gateway.answer(post(vec![0, 255, 128])).await.status(), 200);
    assert_eq!(recorder.got.lock().unwrap()[0].1.body().as_ref(), [0, 255, 128]);
    for length in [LARGEST_EVENT, LARGEST_BODY + 1] {
        let response = gateway.answer(post(vec![b'a'; length])).await;
        assert_eq!(response.status(), 413);
        assert_eq!(problem(response).await["code"], "body_too_large");
    }
    let text = gateway.with_binary_media_types(vec!["image/*".to_owned()]);
    let json = request(Method::POST, "/api/claims").header("content-type", "application/json").body(Body::from("{}")).unwrap();
    assert_eq!(text.answer(json).await.status(), 200);
    assert!(matches!(recorder.got.lock().unwrap()[1].1.body(), lambda_http::Body::Text(text) if text == "{}"));
}

#[tokio::test]
async fn replies_keep_their_cookies_and_bytes() {
    let (_, gateway) = recorder(|_| {
        let reply = http::Response::builder().status(201).header("set-cookie", "a=1").header("set-cookie", "b=2");
        reply.header("etag", "\"3\"").body(lambda_http::Body::Binary(vec![0, 200])).unwrap()
    });
    let response = gateway.answer(request(Method::GET, "/api/claims").body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 201);
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes().as_ref(), [0, 200]);
}

#[tokio::test]
async fn refusals_are_problems() {
    let (recorder, gateway) = recorder(empty);
    let missing = gateway.answer(request(Method::GET, "/api/nothing").body(Body::empty()).unwrap()).await;
    assert_eq!(missing.status(), 404);
    let id = missing.headers()["x-amzn-requestid"].to_str().unwrap().to_owned();
    let body = problem(missing).await;
    assert_eq!(body["code"], "not_found");
    assert_eq!(body["request_id"], id);
    let method = gateway.answer(request(Method::DELETE, "/api/claims").body(Body::empty()).unwrap()).await;
    assert_eq!((method.status().as_u16(), &method.headers()["allow"]), (405, &HeaderValue::from_static("POST, GET")));
    let host = request(Method::GET, "/api/claims").header("host", "other").body(Body::empty()).unwrap();
    assert_eq!(gateway.answer(host).await.status(), 200);
    for odd in ["a b", "user@host", "<x>", ""] {
        let request = http::Request::builder().uri("/api/claims").header("host", odd).extension(connection());
        assert_eq!(gateway.answer(request.body(Body::empty()).unwrap()).await.status(), 400, "{odd}");
    }
    assert_eq!(recorder.got.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_crash_is_502_and_a_slow_function_504() {
    let (_, crashing) = recorder(|_| panic!("a function's fault"));
    let response = crashing.answer(request(Method::GET, "/api/claims").body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 502);
    assert_eq!(problem(response).await["code"], "function_failed");
    let (_, gateway) = recorder(empty);
    let gateway = gateway.with_timeout(Duration::from_millis(20));
    let slow = request(Method::GET, "/api/claims").header("slow", "1").body(Body::empty()).unwrap();
    assert_eq!(gateway.answer(slow).await.status(), 504);
}
