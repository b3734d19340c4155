//! What only the local cloud has, on the loopback door alone: a page that says what is there, the operator's invocations,
//! and what the store consumed.

use crate::mail::{Fate, LocalMailgun, Mailbox, delivery};
use crate::residue::Residue;
use crate::tls::ClientConnection;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use shared::adapters::dynamodb::DynamoDb;
use shared::endpoint::Access;
use shared::world::World;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What the pages show and do.
pub struct Tools {
    /// The world that the functions run in.
    pub world: Arc<World>,
    /// What an erasure leaves in the store's file.
    pub residue: Residue,
    /// What was mailed.
    pub mailbox: Arc<Mailbox>,
    /// Mailgun.
    pub mailgun: Arc<LocalMailgun>,
    /// The store's port.
    pub table: Arc<DynamoDb>,
    /// The port of HTTP.
    pub http_port: u16,
    /// The port of HTTPS.
    pub https_port: u16,
    /// The port of HTTPS with a client certificate.
    pub mtls_port: u16,
}

/// The pages' routes.
pub fn router(tools: Arc<Tools>) -> axum::Router {
    axum::Router::new()
        .route("/local", get(home))
        .route("/local/invoke/{name}", post(invoke))
        .route("/local/consumed.json", get(consumed))
        .route("/local/mail/{id}/{fate}", post(meets))
        .with_state(tools)
}

/// Refuses what a page of another site may have made a browser send: the host must be loopback's own name (a rebound
/// name isn't), and a request that writes must not come from elsewhere.
pub async fn only_local(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let guarded = path == "/local" || path.starts_with("/local/");
    if guarded && !(is_loopback(&request) && has_local_host(request.headers()) && is_same_site(request.headers())) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

fn is_loopback(request: &Request) -> bool {
    request.extensions().get::<ClientConnection>().is_some_and(|connection| connection.remote.ip().is_loopback())
}

fn has_local_host(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn is_same_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    site.is_none_or(|site| matches!(site, "same-origin" | "none")) && headers.get(header::ORIGIN).is_none()
}

async fn invoke(State(tools): State<Arc<Tools>>, Path(name): Path<String>, body: String) -> Response {
    let payload: Value = match serde_json::from_str(if body.trim().is_empty() { "{}" } else { &body }) {
        Ok(payload) => payload,
        Err(error) => {
            return (StatusCode::BAD_REQUEST, Json(json!({ "code": "body_not_json", "cause": error.to_string() }))).into_response();
        }
    };
    match tools.residue.after(&name, crate::functions::invoke(&tools.world, &name, payload)).await {
        Some(reply) => {
            let status =
                reply.get("status").and_then(Value::as_u64).and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
            (status.unwrap_or(StatusCode::OK), Json(reply)).into_response()
        }
        None => (StatusCode::NOT_FOUND, Json(json!({ "code": "function_unknown", "functions": invocable() }))).into_response(),
    }
}

// Lets a message bounce or be complained about, as its recipient's server would.
async fn meets(State(tools): State<Arc<Tools>>, Path((id, fate)): Path<(String, String)>) -> Response {
    let mailbox = Arc::clone(&tools.mailbox);
    let mail = tokio::task::spawn_blocking(move || mailbox.get(&id)).await.ok().and_then(Result::ok).flatten();
    let (Some(mail), Some(fate)) = (mail, Fate::named(&fate)) else { return StatusCode::NOT_FOUND.into_response() };
    let now = tools.world.clock.now();
    if tools.mailgun.took(&mail.id) {
        let Ok(told) = tools.mailgun.event(&mail, fate, now) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        return match crate::demo::call(&tools.world, "mail_hear", None, told).await {
            Ok(reply) => reply.body.into_response(),
            Err(failure) => (StatusCode::CONFLICT, failure.to_string()).into_response(),
        };
    }
    let at = shared::domain::time::text(now);
    Json(crate::functions::invoke(&tools.world, "mail_event", delivery(&mail, fate, &at)).await).into_response()
}

fn invocable() -> Vec<&'static str> {
    let operators = functions::ROUTES.iter().filter(|route| route.spec.access == Access::Operator).map(|route| route.spec.name);
    operators.chain(functions::JOBS.iter().map(|job| job.spec.name)).collect()
}

async fn consumed(State(tools): State<Arc<Tools>>) -> Json<Value> {
    let units = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed) as f64 / 100.0;
    Json(json!({
        "read_capacity_units": units(&tools.table.consumed.read_hundredths),
        "write_capacity_units": units(&tools.table.consumed.write_hundredths),
    }))
}

async fn home(State(tools): State<Arc<Tools>>) -> Html<String> {
    let rows: String = functions::ROUTES
        .iter()
        .flat_map(|route| route.spec.paths.iter().map(move |path| (route.spec, path)))
        .map(|(spec, path)| {
            format!("<tr><td>{}<td><code>{path}</code><td>{}<br><small>{}</small>", spec.method.as_str(), spec.summary.0, spec.summary.1)
        })
        .collect();
    let names: String = invocable().iter().map(|name| format!("<li><code>make invoke FUNCTION={name}</code>")).collect();
    Html(
        include_str!("home.html")
            .replace("{http}", &tools.http_port.to_string())
            .replace("{https}", &tools.https_port.to_string())
            .replace("{mtls}", &tools.mtls_port.to_string())
            .replace("{rows}", &rows)
            .replace("{functions}", &names),
    )
}
