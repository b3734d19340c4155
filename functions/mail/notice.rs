//! What the mails about incidents and notices say.

use super::layout::{Part, mail, shown};
use shared::domain::incident::{Incident, IncidentReport};
use shared::domain::notice_draft::{NoticeContent, NoticeKind};
use shared::mail::Content;

/// A report of an incident (障害の報告).
#[must_use]
pub fn incident_report(incident: &Incident, report: &IncidentReport) -> Content {
    let (japanese_stage, english_stage) = report.stage.label();
    let (japanese_severity, english_severity) = incident.severity.label();
    let (japanese_title, english_title) = (incident.title.ja.as_str(), incident.title.en.as_str());
    let at = shown(incident.occurred_at);
    let japanese = [
        format!("件名: {japanese_title}({japanese_stage})"),
        format!("影響度: {japanese_severity}"),
        format!("発生日時: {at}"),
        String::new(),
    ];
    let english = [
        format!("Subject: {english_title} ({english_stage})"),
        format!("Severity: {english_severity}"),
        format!("Occurred at: {at}"),
        String::new(),
    ];
    let japanese_lines: Vec<&str> = japanese.iter().map(String::as_str).chain(report.text.ja.as_str().lines()).collect();
    let english_lines: Vec<&str> = english.iter().map(String::as_str).chain(report.text.en.as_str().lines()).collect();
    mail(
        &format!("【障害・{japanese_stage}】{japanese_title} / [Incident, {english_stage}] {english_title}"),
        &Part { before: &japanese_lines, after: &["この報告は、管理画面の「お知らせ」でもご覧いただけます。"] },
        &Part { before: &english_lines, after: &["The report also stands under Notices in the console."] },
        None,
    )
}

/// A notice (お知らせ): a change, maintenance, a new version or a vulnerability.
#[must_use]
pub fn notice(content: &NoticeContent) -> Content {
    let (japanese_kind, english_kind) = content.kind.label();
    let (japanese_title, english_title) = (content.title.ja.as_str(), content.title.en.as_str());
    let (japanese_time, english_time) = match content.kind {
        NoticeKind::Maintenance => ("実施日時", "Begins at"),
        NoticeKind::Change | NoticeKind::Release | NoticeKind::Vulnerability => ("適用日時", "Effective from"),
    };
    let time = |label: &str| content.effective_at.map(|at| format!("{label}: {}", shown(at)));
    let japanese =
        [Some(format!("種別: {japanese_kind}")), Some(format!("件名: {japanese_title}")), time(japanese_time), Some(String::new())];
    let english =
        [Some(format!("About: {english_kind}")), Some(format!("Subject: {english_title}")), time(english_time), Some(String::new())];
    let japanese_lines: Vec<&str> = japanese.iter().flatten().map(String::as_str).chain(content.text.ja.as_str().lines()).collect();
    let english_lines: Vec<&str> = english.iter().flatten().map(String::as_str).chain(content.text.en.as_str().lines()).collect();
    mail(
        &format!("【お知らせ・{japanese_kind}】{japanese_title} / [Notice, {english_kind}] {english_title}"),
        &Part {
            before: &japanese_lines, after: &["このお知らせは、管理画面の「お知らせ」でもご覧いただけます。"]
        },
        &Part { before: &english_lines, after: &["The notice also stands under Notices in the console."] },
        None,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::domain::erasure::Signature;
    use shared::domain::id::{Identifier, IncidentId, Unique};
    use shared::domain::incident::{IncidentState, Severity};
    use shared::domain::wording::Wording;

    #[test]
    fn both_parts_carry_both_languages_and_what_operators_write_is_escaped() {
        let at = shared::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        let signature = Signature { operator: "alice".parse().unwrap(), at };
        let incident = Incident {
            id: IncidentId::from_unique(Unique::new(at, [0; 10])),
            title: Wording { ja: "ログイン<障害>".parse().unwrap(), en: "Sign-in fails".parse().unwrap() },
            severity: Severity::Critical,
            occurred_at: at,
            state: IncidentState::Open,
            reports: vec![],
            opened: signature.clone(),
            leak: None,
        };
        let text = Wording {
            ja: "調査中です。\n<b>続報</b>をお待ちください。".parse().unwrap(),
            en: "We are looking into it.".parse().unwrap(),
        };
        let incident = incident.report(text, signature).unwrap();
        let content = incident_report(&incident, &incident.reports[0]);
        assert_eq!(content.subject, "【障害・第一報】ログイン<障害> / [Incident, first report] Sign-in fails");
        for part in [&content.text, &content.html] {
            for words in ["第一報", "重大", "critical", "1970-01-01 09:00 (+09:00)", "調査中です。", "We are looking into it."] {
                assert!(part.contains(words), "{words}: {part}");
            }
        }
        assert!(content.html.contains("<p>&lt;b&gt;続報&lt;/b&gt;をお待ちください。</p>") && !content.html.contains("<b>"));
    }

    #[test]
    fn a_notice_says_from_when_it_holds_in_both_parts_and_languages() {
        let at = shared::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        for (kind, effective_at, words) in [
            (NoticeKind::Change, Some(at), Some(["適用日時: 1970-01-01 09:00 (+09:00)", "Effective from: 1970-01-01 09:00 (+09:00)"])),
            (NoticeKind::Maintenance, Some(at), Some(["実施日時: 1970-01-01 09:00 (+09:00)", "Begins at: 1970-01-01 09:00 (+09:00)"])),
            (NoticeKind::Vulnerability, None, None),
        ] {
            let (japanese, english) = kind.label();
            let content = notice(&NoticeContent {
                kind,
                title: Wording { ja: "<改定>".parse().unwrap(), en: "Revision".parse().unwrap() },
                text: Wording { ja: "一行目\n<二行目>".parse().unwrap(), en: "One\nTwo & three".parse().unwrap() },
                effective_at,
            });
            assert_eq!(content.subject, format!("【お知らせ・{japanese}】<改定> / [Notice, {english}] Revision"));
            for part in [&content.text, &content.html] {
                assert!(words.into_iter().flatten().all(|words| part.contains(words)), "{part}");
                assert_eq!(part.contains("1970"), words.is_some(), "{part}");
            }
            assert!(content.text.contains("一行目\n<二行目>\n") && content.text.contains("One\nTwo & three\n"));
            assert!(content.html.contains("<p>&lt;二行目&gt;</p>") && content.html.contains("<p>Two &amp; three</p>"));
        }
    }
}
