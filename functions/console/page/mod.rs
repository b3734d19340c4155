//! GET / and below: the console's files. A path that is no file is a place within the application, which shows it itself.

use rust_embed::RustEmbed;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::endpoint::{Access, Endpoint, Reply, Spec};
use shared::error::{Error, Result};
use shared::file::{Encoding, File};
use shared::view::View;
use std::borrow::Cow;

/// The endpoint.
pub struct ConsolePage;

/// Which file or place.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The path without its first stroke; the start where there is none.
    #[serde(default)]
    pub path: String,
}

/// What `make console` built; nothing where it wasn't, which a developer without Node needn't do.
#[derive(RustEmbed)]
#[folder = "console/app/dist"]
#[allow_missing = true]
struct Built;

/// What is shown where the application wasn't built.
const UNBUILT: &str = include_str!("unbuilt.html");
/// The application's one page.
const START: &str = "index.html";
/// Files whose name holds a hash of their content.
const HASHED: &str = "assets/";
/// The paths of the API, and of what belongs to this machine alone: no places of the application.
const ELSEWHERE: [&str; 2] = ["api", "local"];

impl Endpoint for ConsolePage {
    const SPEC: Spec = Spec {
        name: "console_page",
        summary: ("管理画面のファイル", "The console's files"),
        paths: &["/", "/{path+}"],
        access: Access::Anyone,
        reply: Reply::File,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(_: &Caller, input: Input, _: &View<'_>) -> Result<Change<()>> {
        Ok(Change::reply(()).with_file(file(&input.path)?))
    }
}

fn file(path: &str) -> Result<File> {
    // A file has one name: a browser keeps `assets/` for good.
    if path.split('/').any(|segment| segment == "..") {
        return Err(Error::NotFound);
    }
    if let Some(file) = built(path) {
        return Ok(file);
    }
    let first = path.split('/').next().unwrap_or(path);
    if path.starts_with(HASHED) || ELSEWHERE.contains(&first) || path.ends_with(".br") || path.ends_with(".gz") {
        return Err(Error::NotFound);
    }
    Ok(built(START).unwrap_or_else(|| File {
        content_type: "text/html; charset=utf-8",
        bytes: vec![(Encoding::Identity, Cow::Borrowed(UNBUILT.as_bytes()))],
        is_immutable: false,
    }))
}

fn built(path: &str) -> Option<File> {
    let content_type = content_type(path)?;
    let plain = Built::get(path)?.data;
    let compressed = [(Encoding::Brotli, "br"), (Encoding::Gzip, "gz")];
    let compressed =
        compressed.into_iter().filter_map(|(encoding, ending)| Some((encoding, Built::get(&format!("{path}.{ending}"))?.data)));
    let bytes = compressed.chain([(Encoding::Identity, plain)]).collect();
    Some(File { content_type, bytes, is_immutable: path.starts_with(HASHED) })
}

/// The media type of what the application is made of; nothing else is served.
fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_place_is_the_start_and_a_missing_file_is_missing() {
        let start = file("").ok().map(|file| file.encoded(None).1);
        for place in ["claims", "claims/clm_01", "settings/labels", "anything.else"] {
            let file = file(place).unwrap();
            assert!(file.content_type.starts_with("text/html") && !file.is_immutable, "{place}");
            assert_eq!(Some(file.encoded(None).1), start, "{place}");
        }
        for missing in ["assets/app-0000.js", "api", "api/unknown", "local/mail", "index.html.br", "assets/../index.html"] {
            assert!(matches!(file(missing), Err(Error::NotFound)), "{missing}");
        }
    }

    #[test]
    fn every_built_file_can_be_served() {
        for path in Built::iter().filter(|path| !path.ends_with(".br") && !path.ends_with(".gz")) {
            let file = built(&path).unwrap_or_else(|| panic!("{path} has no media type"));
            assert_eq!(file.is_immutable, path.starts_with(HASHED), "{path}");
        }
    }
}
