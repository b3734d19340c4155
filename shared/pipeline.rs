//! The one path of a request: admit → parse → load → decide → commit → reply.

mod headers;

use crate::admit::{self, Admitted};
use crate::caller::{Caller, Language};
use crate::change::Change;
use crate::commit::{self, Author};
use crate::domain::card::body_holds_number;
use crate::endpoint::{Access, Endpoint, Reply, Spec};
use crate::error::{Error, Result};
use crate::file::{Encoding, File};
use crate::idempotency::{self, Attempt};
use crate::input;
use crate::message;
use crate::ports::Operation;
use crate::view::View;
use crate::world::World;
use headers::{CACHE_CONTROL, CLEAR_SITE_DATA, security_headers};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::time::Instant;

/// A request as the edges hand it over.
#[derive(Clone, Default)]
pub struct Incoming {
    /// The method.
    pub method: String,
    /// The raw path, without the stage.
    pub path: String,
    /// The raw query string.
    pub query: String,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The caller's network address.
    pub address: String,
    /// The client certificate's DER, SHA-256, hexadecimal.
    pub certificate: Option<String>,
    /// For operator functions: what they were invoked with.
    pub payload: Option<Value>,
}

// Cookies and bodies hold secrets.
impl std::fmt::Debug for Incoming {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Incoming({} {})", self.method, self.path)
    }
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Outgoing({})", self.status)
    }
}

impl Incoming {
    /// The first header of this name (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let headers = self.headers.iter().filter(|(found, _)| found == "cookie");
        headers.flat_map(|(_, value)| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    }
}

/// A reply as the edges take it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The status.
    pub status: u16,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body: JSON, a page, or nothing.
    pub body: String,
    /// What is sent in place of the body: a file, which no idempotency record keeps.
    #[serde(skip)]
    pub file: Option<Cow<'static, [u8]>>,
}

/// Serves one request of an endpoint, and says in the log how it went.
pub async fn serve<E: Endpoint>(world: &World, incoming: Incoming) -> Outgoing {
    let started = Instant::now();
    let view = View::new(world, E::SPEC.name, E::SPEC.grants);
    let language = Language::accepted(incoming.header("accept-language"));
    let request = match view.identifier::<crate::domain::id::RequestId>() {
        Ok(request) => request,
        Err(error) => return message::problem(&error, language, ""),
    };
    let mut organization = None;
    let outcome = answer::<E>(&view, &incoming, language, request, &mut organization).await;
    let mut reply = match &outcome {
        Ok(reply) => reply.clone(),
        Err(error) => message::problem(error, language, &request.to_string()),
    };
    let guards = security_headers(&E::SPEC, &request.to_string(), &reply.body);
    // A file says for itself how long it may be kept.
    let said: Vec<_> = reply.headers.iter().map(|(name, _)| name.clone()).collect();
    reply.headers.extend(guards.into_iter().filter(|(name, _)| name != CACHE_CONTROL || !said.contains(name)));
    log(&E::SPEC, &request.to_string(), organization.as_deref(), &reply, outcome.as_ref().err(), started);
    reply
}

// One line for every request: nothing personal, no path variables beyond the organization.
fn log(spec: &Spec, request: &str, organization: Option<&str>, reply: &Outgoing, error: Option<&Error>, started: Instant) {
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (function, status, code) = (spec.name, reply.status, error.map(Error::code));
    match error {
        Some(error) if status >= 500 => {
            tracing::error!(function, request_id = request, organization, status, code, cause = error.cause(), milliseconds, "failed");
        }
        Some(_) => tracing::info!(function, request_id = request, organization, status, code, milliseconds, "refused"),
        None => tracing::info!(function, request_id = request, organization, status, milliseconds, "served"),
    }
}

async fn answer<E: Endpoint>(
    view: &View<'_>,
    incoming: &Incoming,
    language: Language,
    request: crate::domain::id::RequestId,
    organization: &mut Option<String>,
) -> Result<Outgoing> {
    let spec = &E::SPEC;
    let attempt = Attempt::of(spec, incoming)?;
    let Admitted { caller, idempotency, proof } = admit::admit(view, spec, incoming, language, request, attempt.as_ref()).await?;
    *organization = caller.member.as_ref().map(|member| member.tenant.id().to_string());
    let mut attempt = attempt;
    if let (Some(attempt), Some(kept)) = (&mut attempt, idempotency) {
        parse::<E>(spec, incoming)?;
        if !attempt.has_ended(&kept, view.now()) {
            return idempotency::replay(view, &caller, attempt, kept).await;
        }
    }
    for _ in 1..DECISIONS {
        match decide::<E>(view, incoming, &caller, attempt.as_ref(), proof.as_ref()).await {
            Err(Error::Conflict(_)) if spec.decides_anew => {}
            outcome => return outcome,
        }
    }
    decide::<E>(view, incoming, &caller, attempt.as_ref(), proof.as_ref()).await
}

/// How often a decision is made at most, where it is made anew.
const DECISIONS: usize = 4;

async fn decide<E: Endpoint>(
    view: &View<'_>,
    incoming: &Incoming,
    caller: &Caller,
    attempt: Option<&Attempt>,
    proof: Option<&Operation>,
) -> Result<Outgoing> {
    let input = parse::<E>(&E::SPEC, incoming)?;
    let change = E::handle(caller, input, view).await?;
    check_precondition(&E::SPEC, incoming, &change)?;
    if E::SPEC.reply == Reply::File {
        // A file changes nothing and so needs no commit.
        let found = change.file.ok_or_else(|| Error::internal("a reply without its file"))?;
        return Ok(file(&E::SPEC, found, incoming.header("accept-encoding")));
    }
    finish(view, &E::SPEC, caller, change, attempt, proof).await
}

fn parse<E: Endpoint>(spec: &Spec, incoming: &Incoming) -> Result<E::Input> {
    if spec.access == Access::Operator {
        return input::parse_invocation(incoming.payload.as_ref().map(crate::operator_proof::without).unwrap_or_default());
    }
    if E::SPEC.refuses_card_numbers && incoming.body.len() <= input::BODY_BYTES && body_holds_number(&incoming.body) {
        return Err(Error::Malformed("card_number_refused"));
    }
    let matched = input::match_path(spec.paths, &incoming.path).ok_or(Error::NotFound)?;
    // The query of a file's address is the application's own.
    let query = if spec.reply == Reply::File { "" } else { &incoming.query };
    input::parse(spec, &matched, query, incoming.header("content-type"), &incoming.body)
}

// `If-Match` speaks of the record that the path names, which is the first that the change updates. A change without such a
// path, or one that counts a refusal, is never held back by it: that would answer a guess without counting it.
fn check_precondition<T>(spec: &Spec, incoming: &Incoming, change: &Change<T>) -> Result<()> {
    if change.error.is_some() || !(spec.names_one_record || spec.paths.iter().any(|path| path.contains("{id}"))) {
        return Ok(());
    }
    let Some(wanted) = incoming.header("if-match").filter(|wanted| wanted.trim() != "*") else { return Ok(()) };
    let Some(version) = change.writes.iter().map(|write| write.version).find(|version| *version > 0) else { return Ok(()) };
    if wanted.split(',').any(|tag| tag.trim() == entity_tag(version)) { Ok(()) } else { Err(Error::Precondition) }
}

fn entity_tag(version: u64) -> String {
    format!("\"{version}\"")
}

async fn finish<T: Serialize>(
    view: &View<'_>,
    spec: &Spec,
    caller: &Caller,
    mut change: Change<T>,
    attempt: Option<&Attempt>,
    proof: Option<&Operation>,
) -> Result<Outgoing> {
    let reply = match change.error.is_some() {
        true => None,
        false => Some(success(spec, &mut change)?),
    };
    let extra = match (attempt, &reply) {
        (Some(attempt), Some(reply)) => Some(idempotency::keep(view, caller, attempt, reply).await?),
        _ => proof.cloned(),
    };
    let rights = caller.member.as_ref().map(|member| (crate::key::rights(member.tenant, member.account), member.epoch));
    let proven = change.author.take();
    let (actor, name) = match &proven {
        Some((actor, name)) => (actor, Some(name).filter(|name| !name.is_null())),
        None => (&caller.actor, caller.member.as_ref().map(|member| &member.name)),
    };
    let author = Author { actor, name, request: caller.request.to_string(), rights };
    commit::commit(view, &author, &change, extra).await?;
    match (reply, change.error) {
        (Some(reply), None) => Ok(reply),
        (_, Some(error)) if change.cookies.is_empty() => Err(error),
        (_, Some(error)) => {
            let mut reply = message::problem(&error, caller.language, &caller.request.to_string());
            reply.headers.extend(change.cookies.into_iter().map(|cookie| ("set-cookie".to_owned(), cookie)));
            Ok(reply)
        }
        (None, None) => Err(Error::internal("neither a reply nor an error")),
    }
}

fn success<T: Serialize>(spec: &Spec, change: &mut Change<T>) -> Result<Outgoing> {
    let output = change.output.take().ok_or_else(|| Error::internal("a change without a reply"))?;
    let (content_type, body) = body(spec, &output)?;
    if body.contains(concat!("\"", "$personal", "\"")) || body.contains(concat!("\"", "$sealed", "\"")) {
        return Err(Error::internal("a reply shows a record instead of a view"));
    }
    let mut headers = Vec::new();
    if !body.is_empty() {
        headers.push(("content-type".to_owned(), content_type.to_owned()));
    }
    headers.extend(change.version.map(|version| ("etag".to_owned(), entity_tag(version))));
    headers.extend(change.cookies.drain(..).map(|cookie| ("set-cookie".to_owned(), cookie)));
    headers.extend(change.clears_site_data.then(|| ("clear-site-data".to_owned(), CLEAR_SITE_DATA.to_owned())));
    Ok(Outgoing { status: spec.status, headers, body, file: None })
}

fn file(spec: &Spec, file: File, accepted: Option<&str>) -> Outgoing {
    let mut headers = vec![
        ("content-type", file.content_type),
        (CACHE_CONTROL, if file.is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" }),
        ("vary", "accept-encoding"),
    ];
    let (encoding, bytes) = file.encoded(accepted);
    headers.extend((encoding != Encoding::Identity).then_some(("content-encoding", encoding.as_str())));
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Outgoing { status: spec.status, headers, body: String::new(), file: Some(bytes) }
}

fn body(spec: &Spec, output: &impl Serialize) -> Result<(&'static str, String)> {
    if spec.status == 204 {
        return Ok(("", String::new()));
    }
    if spec.reply == Reply::Json {
        return Ok(("application/json", serde_json::to_string(output).map_err(Error::internal)?));
    }
    match serde_json::to_value(output).map_err(Error::internal)?.get("html") {
        Some(Value::String(html)) => Ok(("text/html; charset=utf-8", html.clone())),
        _ => Err(Error::internal("a page without html")),
    }
}
