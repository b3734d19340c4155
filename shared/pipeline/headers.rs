//! The headers by which browsers keep to what a reply is (OWASP ASVS 5.0.0, V3.4).

use crate::endpoint::{Reply, Spec};

/// What every reply carries beside its own headers.
pub(super) fn security_headers(spec: &Spec, request: &str, body: &str) -> Vec<(String, String)> {
    let policy = match spec.reply {
        Reply::Json => "default-src 'none'; base-uri 'none'; frame-ancestors 'none'".to_owned(),
        Reply::Page => page_policy(body),
        Reply::Frame => frame_policy(body),
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
                              connect-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; \
                              frame-ancestors 'none'";

// A page's own script and style are allowed by their hashes, and nothing else.
fn page_policy(html: &str) -> String {
    let (scripts, styles) = (hashes(html, "script"), hashes(html, "style"));
    format!(
        "default-src 'none'; script-src{scripts}; style-src{styles}; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

// As of a page, with the sites whose scripts it names, and with no origin of its own: what runs in it reaches neither our cookies
// nor the page around it. `allow-modals` is for what such a script tells people itself.
fn frame_policy(html: &str) -> String {
    let (scripts, styles, sites) = (hashes(html, "script"), hashes(html, "style"), sites(html));
    format!(
        "default-src 'none'; script-src{scripts}{sites}; style-src{styles}; connect-src{sites}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'; sandbox allow-scripts allow-forms allow-modals"
    )
}

fn hashes(html: &str, tag: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let contents = html.split(&open).skip(1).filter_map(|rest| rest.split(&close).next());
    contents.map(|content| format!(" 'sha256-{}'", STANDARD.encode(crate::seal::sha256(content.as_bytes())))).collect()
}

// The origins of the scripts that a page names.
fn sites(html: &str) -> String {
    let named = html.split("<script src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    named.map(|address| format!(" {}", address.split('/').take(3).collect::<Vec<_>>().join("/"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_may_run_the_scripts_that_it_names_and_has_no_origin() {
        let policy =
            frame_policy("<style>p{}</style><script src=\"https://cards.example/a/b.do?c=d\" class=\"x\"></script><script>1</script>");
        assert!(policy.contains("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=' https://cards.example;"), "{policy}");
        assert!(policy.contains("connect-src https://cards.example;"), "{policy}");
        assert!(policy.ends_with("frame-ancestors 'self'; sandbox allow-scripts allow-forms allow-modals"), "{policy}");
    }

    #[test]
    fn a_frame_without_scripts_of_others_reaches_nobody() {
        let policy = frame_policy("<style>p{}</style><script>1</script>");
        assert!(policy.contains("; connect-src; ") && !policy.contains("http"), "{policy}");
    }
}
