//! openapi.json: the API for people and tools, with schemas from the Rust types.

use crate::error::{Error, Result};
use crate::function::Function;
use crate::operation::{operations, variables};
use crate::schema;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use shared::admit::ACCESS_COOKIE;
use shared::endpoint::{Access, Grant, Method, Reply, Route, Spec};

/// The member that says under which of several paths an endpoint was called.
const COLLECTION: &str = "collection";
const PROBLEM: &str = "Problem";

/// The whole document, pretty-printed.
///
/// # Errors
/// Where it can't be written.
pub fn openapi(routes: &[Route]) -> Result<String> {
    let document = schema::sorted(document(routes));
    serde_json::to_string_pretty(&document).map(|text| text + "\n").map_err(|error| Error::new(error.to_string()))
}

/// The whole document.
#[must_use]
pub fn document(routes: &[Route]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = SchemaGenerator::new(settings);
    let schemas: Vec<_> = routes.iter().map(|route| (route.schemas)(&mut generator)).collect();
    let mut definitions: Map<String, Value> = generator.take_definitions(true).into_iter().collect();
    let mut paths = Map::new();
    for (route, (input, output)) in routes.iter().zip(schemas) {
        let (input, output) = (Value::from(input), reply(route.spec, output.into(), &mut definitions));
        let input = schema::resolved(&input, &definitions);
        for (path, name) in operations(route.spec) {
            // OpenAPI has no variable for the rest of a path.
            let methods = paths.entry(path.replace("+}", "}")).or_insert_with(|| json!({}));
            methods[route.spec.method.as_str().to_lowercase()] = operation(route.spec, path, &name, input, &output);
        }
    }
    let paths = Value::Object(paths);
    let mut used = schema::reachable(&paths, &definitions);
    used.insert(PROBLEM.into(), problem());
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pet-insurance claims", "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": used,
            "responses": refusals(),
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": ACCESS_COOKIE } },
        },
    })
}

/// The output of an endpoint. A type that stands in the endpoint's own module is called `Output` there and in many
/// others, so here it takes the name of the endpoint: `ClaimListReply`.
fn reply(spec: &'static Spec, output: Value, definitions: &mut Map<String, Value>) -> Value {
    let name = output.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(schema::PREFIX));
    let own = name.filter(|name| name.trim_end_matches(|letter: char| letter.is_ascii_digit()) == "Output");
    let Some(schema) = own.and_then(|name| definitions.get(name).cloned()) else { return output };
    let name = format!("{}Reply", Function::of_endpoint(spec).resource());
    let reference = json!({ "$ref": format!("{}{name}", schema::PREFIX) });
    definitions.insert(name, schema);
    reference
}

fn operation(spec: &'static Spec, path: &str, name: &str, input: &Value, output: &Value) -> Value {
    let mut outside = variables(path);
    if spec.paths.len() > 1 {
        outside.push(COLLECTION);
    }
    let rest = schema::without(input, &outside);
    let takes = schema::members(&rest);
    let mut operation = json!({
        "operationId": name,
        "tags": [Function::of_endpoint(spec).area()],
        "summary": spec.summary.1,
        "x-summary": { "ja": spec.summary.0, "en": spec.summary.1 },
        "parameters": parameters(spec, path, input, &takes),
        "responses": responses(spec, path, !takes.is_empty(), output),
        "security": match spec.access {
            Access::Anyone if spec.knows_members => json!([{}, { "session": [] }]),
            Access::Anyone => json!([]),
            _ => json!([{ "session": [] }]),
        },
    });
    if let Access::Role(role) = spec.access {
        operation["x-role"] = json!(role.as_str());
    }
    if spec.method.takes_body() && !takes.is_empty() {
        let required = takes.iter().any(|(_, _, required)| *required);
        operation["requestBody"] = json!({ "required": required, "content": { "application/json": { "schema": rest } } });
    }
    operation
}

fn parameters(spec: &Spec, path: &str, input: &Value, takes: &[(&str, &Value, bool)]) -> Value {
    let all = schema::members(input);
    let any = json!({ "type": "string" });
    let of_variable = |name: &&str| all.iter().find(|(found, ..)| found == name).map_or(&any, |(_, schema, _)| schema);
    let mut parameters: Vec<_> =
        variables(path).iter().map(|name| json!({ "name": name, "in": "path", "required": true, "schema": of_variable(name) })).collect();
    if spec.method == Method::Get {
        parameters.extend(
            takes.iter().map(|(name, schema, required)| json!({ "name": name, "in": "query", "required": required, "schema": schema })),
        );
    }
    if spec.takes_idempotency_key() {
        let schema = json!({ "type": "string", "pattern": "^[!-~]{8,128}$" });
        parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": schema,
            "description": "The same request under the same key gets the reply of the first time, for 24 hours." }));
    }
    if takes_if_match(spec, path) {
        parameters.push(json!({ "name": "If-Match", "in": "header", "required": false, "schema": { "type": "string" },
            "description": "The ETag of the version that the change is made on." }));
    }
    Value::Array(parameters)
}

/// A change of a record that the path names.
fn takes_if_match(spec: &Spec, path: &str) -> bool {
    spec.writes() && (spec.names_one_record || !variables(path).is_empty())
}

fn responses(spec: &Spec, path: &str, takes_input: bool, output: &Value) -> Value {
    let mut responses = Map::new();
    responses.insert(spec.status.to_string(), success(spec, output));
    for (status, name, _) in REFUSALS.iter().filter(|(status, ..)| refuses(spec, path, takes_input, *status)) {
        responses.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
    }
    Value::Object(responses)
}

fn success(spec: &Spec, output: &Value) -> Value {
    let empty = spec.status == 204 || output.get("type").and_then(Value::as_str) == Some("null");
    if empty && spec.reply == Reply::Json {
        return json!({ "description": "Done" });
    }
    match spec.reply {
        Reply::Json => {}
        Reply::Page | Reply::Frame => {
            return json!({ "description": "A page for people", "content": { "text/html": { "schema": { "type": "string" } } } });
        }
        Reply::File => return json!({ "description": "A file of the console", "content": { "*/*": {} } }),
    }
    let tag = json!({ "description": "The version, for If-Match", "schema": { "type": "string" } });
    json!({ "description": "Done", "headers": { "ETag": tag }, "content": { "application/json": { "schema": output } } })
}

/// Every error: its status, its name among the components, and what it means.
const REFUSALS: &[(u16, &str, &str)] = &[
    (400, "Malformed", "The request can't be read"),
    (401, "Unauthenticated", "No session, or one that no longer holds"),
    (403, "Forbidden", "Not allowed for this account, or sent by another site"),
    (404, "NotFound", "Not there, or of another organization"),
    (409, "Conflict", "A rule refuses, or somebody else was faster"),
    (412, "Precondition", "Not at the version that If-Match names"),
    (413, "TooLarge", "The body is larger than 256 KiB"),
    (415, "MediaType", "The body isn't JSON"),
    (422, "Invalid", "Fields are refused; `errors` names each"),
    (429, "TooMany", "Too many requests"),
    (500, "Internal", "A fault of the service"),
    (503, "Unavailable", "A part of the service is away for a moment"),
];

/// Whether an operation can answer with an error, as far as its spec tells.
fn refuses(spec: &Spec, path: &str, takes_input: bool, status: u16) -> bool {
    let signed_in = !matches!(spec.access, Access::Anyone);
    let (writes, has_body) = (spec.writes(), spec.method.takes_body());
    match status {
        400 => takes_input,
        // Signing in and refreshing check what they are given.
        401 => signed_in || spec.has(Grant::SignToken),
        403 => signed_in || writes,
        404 => !variables(path).is_empty(),
        409 => writes,
        413 => has_body,
        412 => takes_if_match(spec, path),
        415 => has_body && takes_input,
        422 => takes_input || spec.takes_idempotency_key(),
        _ => true,
    }
}

fn refusals() -> Value {
    let content = json!({ "application/problem+json": { "schema": { "$ref": format!("{}{PROBLEM}", schema::PREFIX) } } });
    let response = |(_, name, meaning): &(u16, &str, &str)| ((*name).to_owned(), json!({ "description": meaning, "content": content }));
    Value::Object(REFUSALS.iter().map(response).collect())
}

/// An error (RFC 9457).
fn problem() -> Value {
    let text = json!({ "type": "string" });
    let field = json!({
        "type": "object",
        "required": ["field", "code"],
        "properties": { "field": text, "code": text, "allowed": { "type": ["string", "null"] }, "message": text },
    });
    json!({
        "type": "object",
        "description": "An error (RFC 9457). `code` is stable; the words follow Accept-Language.",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": text, "title": text, "status": { "type": "integer" }, "detail": text, "code": text, "request_id": text,
            "errors": { "type": "array", "items": field },
            "records": { "type": "array", "items": text, "description": "Which of several records somebody else changed meanwhile." },
        },
    })
}
