//! How mails are laid out: Japanese first, English below, as text and as HTML.

use shared::domain::time::Timestamp;
use shared::mail::Content;

/// One language of a mail: greeting lines, and lines after the link.
pub(super) struct Part<'a> {
    pub before: &'a [&'a str],
    pub after: &'a [&'a str],
}

impl<'a> Part<'a> {
    // A line that doesn't apply is empty.
    fn after(&self) -> impl Iterator<Item = &'a str> {
        self.after.iter().copied().filter(|line| !line.is_empty())
    }
}

pub(super) fn shown(time: Timestamp) -> String {
    time.format("%Y-%m-%d %H:%M (%:z)").to_string()
}

pub(super) fn mail(subject: &str, japanese: &Part<'_>, english: &Part<'_>, link: Option<&str>) -> Content {
    let text = [japanese, english].map(|part| text_part(part, link)).join("\n--------\n\n");
    let html = [japanese, english].map(|part| html_part(part, link)).join("<hr>");
    let html = format!(
        "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><title>{}</title><body style=\"font-family:sans-serif;line-height:1.7\">{html}</body></html>",
        escape(subject)
    );
    Content { subject: subject.to_owned(), text, html }
}

fn text_part(part: &Part<'_>, link: Option<&str>) -> String {
    let lines = part.before.iter().copied().chain(link.map(|_| "")).chain(link).chain(std::iter::once("")).chain(part.after());
    lines.map(|line| format!("{line}\n")).collect()
}

fn html_part(part: &Part<'_>, link: Option<&str>) -> String {
    let paragraph = |line: &str| format!("<p>{}</p>", escape(line));
    let link = link.map(|link| format!("<p><a href=\"{0}\">{0}</a></p>", escape(link))).unwrap_or_default();
    format!("{}{link}{}", part.before.iter().copied().map(paragraph).collect::<String>(), part.after().map(paragraph).collect::<String>())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
