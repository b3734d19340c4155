//! The gateway: takes HTTP as API Gateway's REST API does, builds the event it would send, and calls the function.
//!
//! The event goes through `lambda_http`'s own deserialiser, so a handler sees exactly what it would on Lambda.

mod answer;
mod event;
mod matcher;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use http_body_util::BodyExt;

use crate::tls::ClientConnection;
use answer::Problem;
use matcher::Found;

/// API Gateway's limit for a request.
pub const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// Lambda's limit for an event, and for a reply: base64 and headers count.
pub const LARGEST_EVENT: usize = 6 * 1024 * 1024;

/// How far a body that is too large is still read.
const MOST_READ: usize = 4 * LARGEST_BODY;

/// How long a client may take over its body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// What a REST API lets a function take.
const INTEGRATION_TIMEOUT: Duration = Duration::from_secs(29);

/// A future that a task may take along.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One method and path, as a REST API declares them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutePattern {
    /// The method.
    pub method: Method,
    /// The path, such as `/api/claims/{id}/labels/{label}` or `/console/{proxy+}`.
    pub path: String,
}

/// The functions behind the gateway.
pub trait Dispatch: Send + Sync + 'static {
    /// All routes; the gateway calls one by its place in this list.
    fn routes(&self) -> Vec<RoutePattern>;

    /// Calls the function behind a route.
    fn call(&self, route: usize, request: lambda_http::Request) -> BoxFuture<'_, http::Response<lambda_http::Body>>;
}

/// The gateway's settings and the functions behind it.
pub struct Gateway {
    dispatch: Arc<dyn Dispatch>,
    routes: matcher::Routes,
    binary_media_types: Vec<String>,
    timeout: Duration,
}

impl Gateway {
    /// A gateway for these functions, which takes every body as binary (`binaryMediaTypes: ["*/*"]`): the only setting
    /// with which a REST API hands out files to browsers, since it looks at the first type in `Accept` alone.
    pub fn new(dispatch: Arc<dyn Dispatch>) -> Self {
        let routes = matcher::Routes::new(dispatch.routes());
        Self { dispatch, routes, binary_media_types: vec!["*/*".to_owned()], timeout: INTEGRATION_TIMEOUT }
    }

    /// Says which content types reach a function as base64; the others arrive as text.
    #[must_use]
    pub fn with_binary_media_types(mut self, types: Vec<String>) -> Self {
        self.binary_media_types = types;
        self
    }

    /// Says how long a function may take before the client is told 504.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The gateway as a router that answers every path. Requests carry a [`ClientConnection`].
    pub fn router(self) -> Router {
        let gateway = Arc::new(self);
        Router::new().fallback(move |request: http::Request<Body>| {
            let gateway = gateway.clone();
            async move { gateway.answer(request).await }
        })
    }

    async fn answer(&self, request: http::Request<Body>) -> Response {
        let request_id = event::request_id();
        let mut response = match self.invoke(request, &request_id).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(&request_id),
        };
        if let Ok(id) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert("x-amzn-requestid", id);
        }
        response
    }

    async fn invoke(&self, request: http::Request<Body>, request_id: &str) -> Result<Response, Problem> {
        let (parts, body) = request.into_parts();
        let found = self.routes.find(&parts.method, parts.uri.path())?;
        let body = whole(&parts, body).await?;
        let event = self.event(&parts, &found, &body, request_id)?;
        let reply = self.call(found.route, event).await?;
        answer::from_function(reply)
    }

    fn event(&self, parts: &Parts, found: &Found, body: &Bytes, request_id: &str) -> Result<String, Problem> {
        let connection = parts.extensions.get::<ClientConnection>().ok_or_else(|| {
            tracing::error!("the gateway got a request without its connection");
            Problem::of(StatusCode::INTERNAL_SERVER_ERROR)
        })?;
        let resource = self.routes.resource(found.route);
        let call = event::Call { parts, connection, resource, parameters: &found.parameters, request_id };
        let event = event::build(&call, body, &self.binary_media_types)?.to_string();
        if event.len() > LARGEST_EVENT { Err(Problem::of(StatusCode::PAYLOAD_TOO_LARGE)) } else { Ok(event) }
    }

    /// Runs the function in a task of its own: as on Lambda, it goes on when the client has left or the time is over, and
    /// a crash is a 502 for this request alone.
    async fn call(&self, route: usize, event: String) -> Result<http::Response<lambda_http::Body>, Problem> {
        let dispatch = self.dispatch.clone();
        let task = tokio::spawn(async move {
            let request = lambda_http::request::from_str(&event)?;
            Ok::<_, serde_json::Error>(dispatch.call(route, request).await)
        });
        match tokio::time::timeout(self.timeout, task).await {
            Err(_) => Err(Problem::of(StatusCode::GATEWAY_TIMEOUT)),
            Ok(Ok(Ok(reply))) => Ok(reply),
            Ok(Ok(Err(error))) => {
                tracing::error!(resource = self.routes.resource(route), line = error.line(), "lambda_http refused the event");
                Err(Problem::of(StatusCode::BAD_GATEWAY))
            }
            Ok(Err(_)) => {
                tracing::error!(resource = self.routes.resource(route), "the function crashed");
                Err(Problem::of(StatusCode::BAD_GATEWAY))
            }
        }
    }
}

/// The whole body, unless it is too large or too slow.
async fn whole(parts: &Parts, body: Body) -> Result<Bytes, Problem> {
    let declared = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let waits = parts.headers.contains_key(header::EXPECT);
    if waits && declared.is_some_and(|length| length > LARGEST_BODY as u64) {
        return Err(Problem::of(StatusCode::PAYLOAD_TOO_LARGE));
    }
    match tokio::time::timeout(BODY_TIMEOUT, collect(body)).await {
        Ok(collected) => collected,
        Err(_) => Err(Problem::of(StatusCode::REQUEST_TIMEOUT)),
    }
}

/// Reads a body that is too large a little further before refusing it: a client that is still sending when the connection
/// closes often never sees why.
async fn collect(mut body: Body) -> Result<Bytes, Problem> {
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::of(StatusCode::BAD_REQUEST))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else if length > MOST_READ {
            break;
        }
    }
    if length > LARGEST_BODY { Err(Problem::of(StatusCode::PAYLOAD_TOO_LARGE)) } else { Ok(kept.into()) }
}
