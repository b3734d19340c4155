//! The headers by which browsers keep to what a reply is (OWASP ASVS 5.0.0, V3.4).

use crate::endpoint::{Reply, Spec};

/// What every reply carries beside its own headers.
pub(super) fn security_headers(spec: &Spec, request: &str, body: &str) -> Vec<(String, String)> {
    let policy = match spec.reply {
        Reply::Json => "default-src 'none'; base-uri 'none'; frame-ancestors 'none'".to_owned(),
        Reply::Page => page_policy(body),
        Reply::File => CONSOLE_POLICY.to_owned(),
    };
    [
        ("x-request-id", request.to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        ("strict-transport-security", "max-age=63072000; includeSubDomains".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("content-security-policy", policy),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
        ("permissions-policy", PERMISSIONS.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

/// What a browser forgets at sign-out. Not its cookies: those of the session are taken away one by one, and the one that makes
/// the device known stays, so that strangers can't lock its owner out.
pub(super) const CLEAR_SITE_DATA: &str = "\"cache\", \"storage\"";

/// What a page of ours needs of the browser's powers: none of them.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Whether a reply may be kept.
pub(super) const CACHE_CONTROL: &str = "cache-control";

/// The console is made of its own files alone: nothing inline, nothing of another site. `data:` is for the icons in its styles.
const CONSOLE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                              connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// A page's own script and style are allowed by their hashes, and nothing else.
fn page_policy(html: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let hashes = |tag: &str| {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let contents = html.split(&open).skip(1).filter_map(|rest| rest.split(&close).next());
        contents.map(|content| format!(" 'sha256-{}'", STANDARD.encode(crate::seal::sha256(content.as_bytes())))).collect::<String>()
    };
    let (scripts, styles) = (hashes("script"), hashes("style"));
    format!(
        "default-src 'none'; script-src{scripts}; style-src{styles}; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
