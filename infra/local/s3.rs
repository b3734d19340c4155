//! The few S3 actions the product uses, over S3's own protocol with the bucket's name in the path, on files that only their
//! owner can read. Signatures aren't checked, since the door is loopback's alone; links end when they say.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{NaiveDateTime, TimeDelta, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;

use crate::durable::{OWNER_ONLY, private_directory, replace};

/// Ample for an export; S3 itself takes 5 GB in one request.
const LARGEST_DOCUMENT: usize = 512 * 1024 * 1024;
/// How many names a listing shows.
const LISTED: usize = 1_000;
/// Buckets whose documents stay: S3 keeps their versions under a lock.
const LOCKED: &str = "records";
/// What a file's name keeps of a document's name as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// S3 over a directory: a folder for each bucket, a file for each document.
pub struct LocalS3 {
    directory: PathBuf,
}

type Parameters = BTreeMap<String, String>;

impl LocalS3 {
    /// S3 over this directory, made where it isn't there yet.
    ///
    /// # Errors
    /// When the directory can't be made.
    pub fn open(directory: PathBuf) -> io::Result<Self> {
        private_directory(&directory)?;
        Ok(Self { directory })
    }

    /// Serves the protocol at `/`.
    pub fn router(self) -> Router {
        Router::new()
            .route("/{bucket}", get(list).post(remove))
            .route("/{bucket}/", get(list).post(remove))
            .route("/{bucket}/{*name}", get(read).put(write))
            .layer(DefaultBodyLimit::max(LARGEST_DOCUMENT))
            .with_state(Arc::new(self))
    }

    fn bucket(&self, bucket: &str) -> Result<PathBuf, Refusal> {
        let plain = !bucket.is_empty() && bucket.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if plain { Ok(self.directory.join(bucket)) } else { Err(Refusal(StatusCode::BAD_REQUEST, "InvalidBucketName")) }
    }

    fn file(&self, bucket: &str, name: &str) -> Result<PathBuf, Refusal> {
        Ok(self.bucket(bucket)?.join(utf8_percent_encode(name, ESCAPED).to_string()))
    }

    fn names(&self, bucket: &str) -> Result<Vec<String>, Refusal> {
        let entries = match fs::read_dir(self.bucket(bucket)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let file = entry?.file_name().to_string_lossy().into_owned();
            // A file that a crash left beside its place starts with a dot.
            if !file.starts_with('.') {
                names.push(percent_decode_str(&file).decode_utf8_lossy().into_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

struct Refusal(StatusCode, &'static str);

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            return Self(StatusCode::NOT_FOUND, "NoSuchKey");
        }
        tracing::error!(%error, "a document can't be kept");
        Self(StatusCode::INTERNAL_SERVER_ERROR, "InternalError")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, xml(format!("<Error><Code>{0}</Code><Message>{0}</Message></Error>", self.1))).into_response()
    }
}

fn xml(body: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/xml")], format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{body}"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn write(
    State(s3): State<Arc<LocalS3>>,
    UrlPath((bucket, name)): UrlPath<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding.as_bytes().starts_with(b"aws-chunked")) {
        return Err(Refusal(StatusCode::NOT_IMPLEMENTED, "NotImplemented"));
    }
    private_directory(&s3.bucket(&bucket)?)?;
    replace(&s3.file(&bucket, &name)?, &body, OWNER_ONLY)?;
    let version = Utc::now().timestamp_micros().to_string();
    Ok(([("x-amz-version-id", version)], StatusCode::OK).into_response())
}

async fn read(
    State(s3): State<Arc<LocalS3>>,
    UrlPath((bucket, name)): UrlPath<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    if has_ended(&parameters) {
        return Err(Refusal(StatusCode::FORBIDDEN, "AccessDenied"));
    }
    let document = fs::read(s3.file(&bucket, &name)?)?;
    let disposition = parameters.get("response-content-disposition").cloned().unwrap_or_else(|| "attachment".into());
    Ok(([(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, disposition)], document)
        .into_response())
}

// A link says when it was made and for how many seconds it holds.
fn has_ended(parameters: &Parameters) -> bool {
    let Some((made_at, seconds)) = parameters.get("X-Amz-Date").zip(parameters.get("X-Amz-Expires")) else { return false };
    let made_at = NaiveDateTime::parse_from_str(made_at, "%Y%m%dT%H%M%SZ").ok();
    let ends_at = made_at.zip(seconds.parse().ok()).and_then(|(at, seconds)| at.checked_add_signed(TimeDelta::seconds(seconds)));
    ends_at.is_none_or(|ends_at| Utc::now().naive_utc() > ends_at)
}

async fn list(
    State(s3): State<Arc<LocalS3>>,
    UrlPath(bucket): UrlPath<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refusal> {
    let parameter = |name: &str| parameters.get(name).map(String::as_str).unwrap_or_default();
    let (prefix, after) = (parameter("prefix"), parameter("start-after"));
    let names = s3.names(&bucket)?.into_iter().filter(|name| name.starts_with(prefix) && name.as_str() > after);
    let listed: Vec<String> = names.take(LISTED + 1).collect();
    let contents: String = listed.iter().take(LISTED).map(|name| format!("<Contents><Key>{}</Key></Contents>", escaped(name))).collect();
    let truncated = listed.len() > LISTED;
    Ok(xml(format!("<ListBucketResult><IsTruncated>{truncated}</IsTruncated>{contents}</ListBucketResult>")).into_response())
}

async fn remove(State(s3): State<Arc<LocalS3>>, UrlPath(bucket): UrlPath<String>, body: String) -> Result<Response, Refusal> {
    if bucket == LOCKED {
        return Err(Refusal(StatusCode::FORBIDDEN, "AccessDenied"));
    }
    for name in body.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next()) {
        // None of the product's names has a character that XML escapes.
        if name.contains('&') {
            return Err(Refusal(StatusCode::NOT_IMPLEMENTED, "NotImplemented"));
        }
        gone(&s3.file(&bucket, name)?)?;
    }
    Ok(xml("<DeleteResult></DeleteResult>".into()).into_response())
}

fn gone(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
