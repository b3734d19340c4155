//! The mailbox's pages: Japanese first, English beside it.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{StatusCode, header};
use serde::Deserialize;

use super::mailbox::{Mail, Mailbox};

/// Nothing on the page runs or loads: styles are inline, and the mail's HTML sits in a sandbox that inherits this.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = include_str!("page.css");

const REFRESH_SECONDS: u32 = 5;

/// Serves `/local/mail`, `/local/mail/{id}`, the same as JSON with `.json`, and a message as it was sent with `.eml`.
pub fn page_router(mailbox: Arc<Mailbox>) -> Router {
    Router::new()
        .route("/local/mail", get(list_page))
        .route("/local/mail.json", get(list_json))
        .route("/local/mail/{id}", get(one))
        .with_state(mailbox)
}

#[derive(Deserialize)]
struct ListQuery {
    /// Any value reloads the page by itself.
    refresh: Option<String>,
    /// Shows only mail to this address.
    to: Option<String>,
}

async fn list_page(State(mailbox): State<Arc<Mailbox>>, Query(query): Query<ListQuery>) -> Response {
    match matching(mailbox, query.to).await {
        Ok(mails) => page("受信箱 Inbox", query.refresh.is_some(), &list_body(&mails, query.refresh.is_some())),
        Err(error) => failed(&error),
    }
}

async fn list_json(State(mailbox): State<Arc<Mailbox>>, Query(query): Query<ListQuery>) -> Response {
    match matching(mailbox, query.to).await {
        Ok(mails) => Json(mails).into_response(),
        Err(error) => failed(&error),
    }
}

async fn matching(mailbox: Arc<Mailbox>, to: Option<String>) -> io::Result<Vec<Mail>> {
    let mut mails = tokio::task::spawn_blocking(move || mailbox.list()).await.map_err(io::Error::other)??;
    if let Some(to) = to {
        mails.retain(|mail| mail.recipients.iter().any(|recipient| recipient.eq_ignore_ascii_case(&to)));
    }
    Ok(mails)
}

async fn one(State(mailbox): State<Arc<Mailbox>>, Path(name): Path<String>) -> Response {
    let answer = tokio::task::spawn_blocking(move || show(&mailbox, &name)).await;
    answer.map_err(io::Error::other).flatten().unwrap_or_else(|error| failed(&error))
}

fn show(mailbox: &Mailbox, name: &str) -> io::Result<Response> {
    if let Some(id) = name.strip_suffix(".json") {
        return Ok(mailbox.get(id)?.map_or_else(missing, |mail| Json(mail).into_response()));
    }
    if let Some(id) = name.strip_suffix(".eml") {
        let plain = [(header::CONTENT_TYPE, "message/rfc822"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
        return Ok(mailbox.source(id)?.map_or_else(missing, |source| (plain, source).into_response()));
    }
    Ok(mailbox.get(name)?.map_or_else(missing, |mail| page(&mail.subject, false, &mail_body(&mail))))
}

fn missing() -> Response {
    let body = "<main><h1>このメールはありません <small>No such mail</small></h1>\
                <p><a href=\"/local/mail\">受信箱へ戻る Back to the inbox</a></p></main>";
    let mut response = page("404", false, body);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn failed(error: &io::Error) -> Response {
    tracing::error!(%error, "the mailbox can't be read");
    let body = "<main><h1>受信箱を読めません <small>The mailbox can't be read</small></h1></main>";
    let mut response = page("500", false, body);
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn page(title: &str, refresh: bool, body: &str) -> Response {
    let refresh = if refresh { format!("<meta http-equiv=\"refresh\" content=\"{REFRESH_SECONDS}\">") } else { String::new() };
    let html = format!(
        "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{refresh}<style>{STYLE}</style></head>\
         <body>{body}</body></html>",
        escape(title)
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        // Links in mail carry tokens.
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, html).into_response()
}

fn list_body(mails: &[Mail], refreshing: bool) -> String {
    let (target, words) = if refreshing {
        ("/local/mail", "自動更新を止める Stop refreshing")
    } else {
        ("/local/mail?refresh=on", "自動更新 Refresh automatically")
    };
    let mut body = format!(
        "<main><header><h1>受信箱 <small>Inbox · {}</small></h1><a href=\"{target}\">{words}</a></header>\
         <div class=\"sheet\">",
        mails.len()
    );
    if mails.is_empty() {
        body.push_str(
            "<div class=\"empty\"><p><strong>メールはまだありません</strong><br>No mail yet</p>\
             <p class=\"soft\">製品が送るメールは、すべてここに届きます。<br>All mail that the product sends arrives here.</p></div>",
        );
    } else {
        body.push_str("<ol class=\"list\">");
        for mail in mails {
            body.push_str(&list_entry(mail));
        }
        body.push_str("</ol>");
    }
    body.push_str("</div></main>");
    body
}

fn list_entry(mail: &Mail) -> String {
    format!(
        "<li><a href=\"/local/mail/{id}\"><strong>{subject}</strong><time class=\"soft\" datetime=\"{time}\">{shown}</time>\
         <span class=\"soft\">宛先 To: {to}</span></a></li>",
        id = escape(&mail.id),
        subject = subject(mail),
        time = escape(&mail.received_at),
        shown = escape(&clock(&mail.received_at)),
        to = escape(&mail.recipients.join(", ")),
    )
}

fn mail_body(mail: &Mail) -> String {
    let mut body =
        format!("<main><header><h1>{}</h1><a href=\"/local/mail\">受信箱 Inbox</a></header><div class=\"sheet\"><dl>", subject(mail));
    let date = mail.date.as_deref().unwrap_or(&mail.received_at);
    let files = mail.attachments.iter().map(|file| format!("{} ({} bytes)", file.name, file.bytes)).collect::<Vec<_>>().join(", ");
    let fields = [
        ("差出人 From", mail.from.as_str()),
        ("宛先 To", &mail.to.join(", ")),
        ("配送先 Delivered to", &mail.recipients.join(", ")),
        ("日時 Date", date),
        ("Message-ID", mail.message_id.as_deref().unwrap_or_default()),
        ("添付 Attachments", &files),
    ];
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        // Writing to a string can't fail.
        let _ = write!(body, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    }
    body.push_str("</dl></div>");
    if let Some(text) = &mail.text {
        let _ = write!(body, "<h2>本文 <small>Text</small></h2><div class=\"sheet\"><pre>{}</pre></div>", linked(text));
    }
    if let Some(html) = &mail.html {
        // The sandbox runs no script and has no origin of its own; its links open beside the mailbox.
        let framed = escape(&format!("<base target=\"_blank\">{html}"));
        let _ = write!(
            body,
            "<h2>HTML</h2><div class=\"sheet\"><iframe title=\"メールの HTML / HTML part\" referrerpolicy=\"no-referrer\" \
             sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\"{framed}\"></iframe></div>"
        );
    }
    let id = escape(&mail.id);
    let _ = write!(
        body,
        "<p class=\"soft\"><a href=\"/local/mail/{id}.eml\">原文 Source</a> · <a href=\"/local/mail/{id}.json\">JSON</a></p></main>"
    );
    body
}

fn subject(mail: &Mail) -> String {
    if mail.subject.is_empty() { "(件名なし No subject)".to_owned() } else { escape(&mail.subject) }
}

/// `2026-04-09 12:34` of an RFC 3339 time.
fn clock(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Text with its web addresses clickable, everything escaped.
fn linked(text: &str) -> String {
    let mut linked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(start);
        // An address is ASCII: in Japanese text the next character follows it without a space.
        let end = from.find(|character: char| !character.is_ascii_graphic() || "<>\"'".contains(character)).unwrap_or(from.len());
        let (address, after) = from.split_at(end);
        let trimmed = address.trim_end_matches(['.', ',', ')', ']', ';', ':', '!', '?']);
        let shown = escape(trimmed);
        linked.push_str(&escape(before));
        let _ = write!(linked, "<a href=\"{shown}\" target=\"_blank\" rel=\"noopener noreferrer\">{shown}</a>");
        linked.push_str(&escape(address.get(trimmed.len()..).unwrap_or_default()));
        rest = after;
    }
    linked.push_str(&escape(rest));
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        let anchor = |address: &str| format!("<a href=\"{address}\" target=\"_blank\" rel=\"noopener noreferrer\">{address}</a>");
        assert_eq!(linked("(https://a.example/x?y=1&z=2)。"), format!("({})。", anchor("https://a.example/x?y=1&amp;z=2")));
        assert_eq!(linked("登録:https://a.example/招待"), format!("登録:{}招待", anchor("https://a.example/")));
        assert_eq!(linked("javascript:alert(1) <b>"), "javascript:alert(1) &lt;b&gt;");
        assert_eq!(linked("http://a\" onclick=x"), format!("{}&quot; onclick=x", anchor("http://a")));
    }
}
