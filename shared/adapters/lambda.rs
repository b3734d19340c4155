//! AWS Lambda: how a function starts, and how API Gateway's events become requests.

mod ungranted;

use crate::adapters::apigateway::ApiGateway;
use crate::adapters::client::Aws;
use crate::adapters::cloudwatch::CloudWatch;
use crate::adapters::dynamodb::DynamoDb;
use crate::adapters::dynamodb_backup::DynamoDbBackups;
use crate::adapters::escott::Escott;
use crate::adapters::kms::Kms;
use crate::adapters::mailgun::Mailgun;
use crate::adapters::s3::{Buckets, S3};
use crate::adapters::ses;
use crate::adapters::sts::Sts;
use crate::adapters::system::{SystemClock, SystemRandom};
use crate::domain::time::Timestamp;
use crate::endpoint::{Access, Endpoint, Grant, Job, Route, has};
use crate::pipeline::{self, Incoming, Outgoing};
use crate::ports::{Backups, CardGateway, Documents, Doors, MailAbroad, Mailer, Operators};
use crate::world::{Settings, World};
pub use lambda_http::Error;
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt};
use serde_json::{Value, json};
use std::sync::Arc;
use ungranted::{NoBackups, NoCards, NoDocuments, NoDoors, NoMailAbroad, NoMailer, NoOperators};

/// Starts the function of an endpoint. Generic, so that a binary holds no more than its own endpoint and the clients that
/// its grants ask for.
///
/// # Errors
/// What is missing in the environment, or where the Lambda runtime is gone.
pub async fn start<E: Endpoint>() -> Result<(), Error> {
    crate::log::start();
    let operated = const { matches!(E::SPEC.access, Access::Operator) };
    let world = Arc::new(world_from_environment(const { E::SPEC.grants }, operated)?);
    if matches!(E::SPEC.access, Access::Operator) {
        let handler = lambda_runtime::service_fn(move |event: lambda_runtime::LambdaEvent<Value>| {
            let world = Arc::clone(&world);
            async move { Ok::<Value, Error>(output(pipeline::serve::<E>(&world, invocation(event.payload)).await)) }
        });
        return lambda_runtime::run(handler).await;
    }
    lambda_http::run(lambda_http::service_fn(move |request: lambda_http::Request| {
        let world = Arc::clone(&world);
        async move { Ok::<_, Error>(response(pipeline::serve::<E>(&world, incoming(request)).await)) }
    }))
    .await
}

/// Starts the function of a job.
///
/// # Errors
/// As for [`start`], or what stopped the job: Lambda then tries it again.
pub async fn start_job<J: Job>() -> Result<(), Error> {
    crate::log::start();
    let world = Arc::new(world_from_environment(const { J::SPEC.grants }, false)?);
    lambda_runtime::run(lambda_runtime::service_fn(move |event: lambda_runtime::LambdaEvent<Value>| {
        let world = Arc::clone(&world);
        async move {
            let stopped = |error: crate::error::Error| Error::from(format!("{}: {}", error.code(), error.cause().unwrap_or_default()));
            let struck_at = struck_at(&event.payload).map_err(stopped)?;
            Ok::<Value, Error>(json!(crate::job::run::<J>(&world, struck_at).await.map_err(stopped)?))
        }
    }))
    .await
}

const fn keeps_documents(grants: &[Grant]) -> bool {
    has(grants, Grant::Documents) || has(grants, Grant::Records) || has(grants, Grant::PublishTruststore)
}

const fn keeps_backups(grants: &[Grant]) -> bool {
    has(grants, Grant::TakeBackups)
        || has(grants, Grant::PruneBackups)
        || has(grants, Grant::DrillBackups)
        || has(grants, Grant::RestoreBackups)
}

// Inlined, so that the branches not taken, and with them the clients of SES, S3, STS and API Gateway, are left out of the binary.
#[inline(always)]
pub(super) fn world_from_environment(grants: &'static [Grant], operated: bool) -> Result<World, Error> {
    let read = |name: &str| std::env::var(name).ok();
    let (settings, aws) = match (Settings::from_environment(read), Aws::from_environment(read)) {
        (Ok(settings), Ok(aws)) => (settings, aws),
        (settings, aws) => return Err([settings.err(), aws.err()].into_iter().flatten().collect::<Vec<_>>().join(", ").into()),
    };
    let mailer: Arc<dyn Mailer> =
        if has(grants, Grant::SendMail) { Arc::new(ses::regions(&aws, &settings.mail_from)) } else { Arc::new(NoMailer) };
    let documents: Arc<dyn Documents> = if keeps_documents(grants) { Arc::new(s3(&aws, &settings)) } else { Arc::new(NoDocuments) };
    let operators: Arc<dyn Operators> =
        if operated { Arc::new(Sts::new(&aws, settings.operator_role.clone())) } else { Arc::new(NoOperators) };
    let doors: Arc<dyn Doors> = if has(grants, Grant::PublishTruststore) { Arc::new(doors(&aws, &settings)) } else { Arc::new(NoDoors) };
    let backups: Arc<dyn Backups> = if keeps_backups(grants) { Arc::new(backups(&aws, &settings)) } else { Arc::new(NoBackups) };
    let mail_abroad: Arc<dyn MailAbroad> =
        if has(grants, Grant::SendMail) || has(grants, Grant::HearMail) { mail_abroad(&settings) } else { Arc::new(NoMailAbroad) };
    let cards: Arc<dyn CardGateway> = if has(grants, Grant::ChargeCards) { Arc::new(Escott::new(&aws)) } else { Arc::new(NoCards) };
    Ok(World { mailer, mail_abroad, documents, operators, doors, backups, cards, ..bare_world(&aws, settings) })
}

fn mail_abroad(settings: &Settings) -> Arc<dyn MailAbroad> {
    match &settings.mail_abroad {
        Some(origin) => Arc::new(Mailgun::new(origin.clone(), settings.mail_from.clone())),
        None => Arc::new(NoMailAbroad),
    }
}

fn doors(aws: &Aws, settings: &Settings) -> ApiGateway {
    ApiGateway::new(aws, settings.certificate_host().to_owned())
}

fn backups(aws: &Aws, settings: &Settings) -> DynamoDbBackups {
    DynamoDbBackups::new(aws, settings.data_table.clone(), settings.keys_table.clone())
}

fn s3(aws: &Aws, settings: &Settings) -> S3 {
    let buckets = Buckets {
        documents: settings.documents_bucket.clone(),
        records: settings.records_bucket.clone(),
        truststore: settings.truststore_bucket.clone(),
    };
    S3::new(aws, buckets)
}

/// The world of AWS.
#[must_use]
pub fn world(aws: &Aws, settings: Settings) -> World {
    let mailer = Arc::new(ses::regions(aws, &settings.mail_from));
    let mail_abroad = mail_abroad(&settings);
    let documents = Arc::new(s3(aws, &settings));
    let operators = Arc::new(Sts::new(aws, settings.operator_role.clone()));
    let doors = Arc::new(doors(aws, &settings));
    let backups = Arc::new(backups(aws, &settings));
    let cards = Arc::new(Escott::new(aws));
    World { mailer, mail_abroad, documents, operators, doors, backups, cards, ..bare_world(aws, settings) }
}

// Without mail, documents, operators, doors, backups and cards.
fn bare_world(aws: &Aws, settings: Settings) -> World {
    World {
        table: Arc::new(DynamoDb::new(aws.dynamodb(), settings.data_table.clone(), settings.keys_table.clone())),
        keys: Arc::new(Kms::new(aws, settings.application.clone())),
        mailer: Arc::new(NoMailer),
        mail_abroad: Arc::new(NoMailAbroad),
        documents: Arc::new(NoDocuments),
        operators: Arc::new(NoOperators),
        doors: Arc::new(NoDoors),
        backups: Arc::new(NoBackups),
        cards: Arc::new(NoCards),
        metrics: Arc::new(CloudWatch::new(settings.application.clone())),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        settings,
        keyring: crate::keyring::Keyring::default(),
        tokens: crate::token::TokenCache::default(),
    }
}

/// Serves one event of API Gateway: version 1.0 of a REST API, or 2.0 as `cargo lambda watch` sends it.
pub async fn serve(route: &Route, world: &World, request: lambda_http::Request) -> lambda_http::Response<Body> {
    let reply = (route.call)(world, incoming(request)).await;
    response(reply)
}

/// When the clock struck for a job, as the schedule in the template says it; the table's stream and an invocation by hand don't.
///
/// # Errors
/// [`crate::error::Error::Invalid`] where it is no time.
pub fn struck_at(payload: &Value) -> crate::error::Result<Option<Timestamp>> {
    let Some(text) = payload.get("scheduled_at") else { return Ok(None) };
    let time = text.as_str().and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
    let invalid = || crate::error::Error::Invalid(vec![crate::error::FieldError::coded("scheduled_at", "timestamp_invalid", None)]);
    time.map(|time| Some(crate::domain::time::in_japan(time.to_utc()))).ok_or_else(invalid)
}

/// Invokes an operator function with a JSON payload; the reply is its output or a problem.
pub async fn invoke(route: &Route, world: &World, payload: Value) -> Value {
    output((route.call)(world, invocation(payload)).await)
}

fn invocation(payload: Value) -> Incoming {
    Incoming { payload: Some(payload), ..Incoming::default() }
}

fn output(reply: Outgoing) -> Value {
    serde_json::from_str(&reply.body).unwrap_or(Value::Null)
}

fn incoming(request: lambda_http::Request) -> Incoming {
    let path = request.raw_http_path().to_owned();
    let (address, certificate) = request.request_context_ref().map(connection).unwrap_or_default();
    let (parts, body) = request.into_parts();
    let headers =
        parts.headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect();
    Incoming {
        method: parts.method.as_str().to_owned(),
        path: if path.is_empty() { parts.uri.path().to_owned() } else { path },
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: body.to_vec(),
        address,
        certificate,
        payload: None,
    }
}

fn connection(context: &RequestContext) -> (String, Option<String>) {
    match context {
        RequestContext::ApiGatewayV1(context) => {
            let pem =
                context.identity.other.get("clientCert").and_then(|certificate| certificate.get("clientCertPem")).and_then(Value::as_str);
            (context.identity.source_ip.clone().unwrap_or_default(), pem.and_then(fingerprint))
        }
        RequestContext::ApiGatewayV2(context) => {
            let certificate = context.authentication.as_ref().and_then(|authentication| authentication.client_cert.as_ref());
            let pem = certificate.and_then(|certificate| certificate.client_cert_pem.as_deref());
            (context.http.source_ip.clone().unwrap_or_default(), pem.and_then(fingerprint))
        }
        // Other kinds of event are not compiled in today; one that lambda_http adds later has no connection to read.
        #[allow(unreachable_patterns)]
        _ => Default::default(),
    }
}

/// The SHA-256 of a PEM certificate's DER, hexadecimal.
#[must_use]
pub fn fingerprint(pem: &str) -> Option<String> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
    let der = STANDARD.decode(body).ok().filter(|der| !der.is_empty())?;
    Some(crate::domain::timeline::hexadecimal(&crate::seal::sha256(&der)))
}

fn response(reply: Outgoing) -> lambda_http::Response<Body> {
    let body = match reply.file {
        Some(bytes) => Body::Binary(bytes.into_owned()),
        None if reply.body.is_empty() => Body::Empty,
        None => Body::Text(reply.body),
    };
    let mut response = lambda_http::Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(reply.status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), http::HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
