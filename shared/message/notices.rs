//! Words for incidents and notices.

/// Code, Japanese, English.
pub const TABLE: &[(&str, &str, &str)] = &[
    // Incidents.
    (
        "holidays_unknown",
        "この期間の国民の祝日がまだ公表されていないため、期限を計算できません。",
        "The national holidays of this period aren't known yet, so the due time can't be told.",
    ),
    ("occurred_in_future", "発生日時が未来です。", "The incident can't have happened later than now."),
    (
        "organizations_out_of_range",
        "対象の組織は一度に1件から20件までです。残りは次の報告で追加してください。",
        "Name from 1 to 20 organizations at once. Add others with the next report.",
    ),
    ("organization_repeated", "同じ組織が重複しているか、すでに対象です。", "The organization is named twice, or is affected already."),
    ("incident_unknown", "この障害は登録されていません。", "There is no such incident."),
    ("incident_closed", "この障害はすでに終了しています。", "The incident is closed."),
    (
        "incident_reports_too_many",
        "この障害の報告が多すぎます。終了報告を送信してください。",
        "The incident has too many reports. Close it.",
    ),
    (
        "filed_outside_period",
        "提出日は、漏えい等を知った日から今日までの日付にしてください。",
        "The day must lie between the one on which the leak became known and today.",
    ),
    (
        "leak_missing",
        "この障害には漏えい等が記録されていません。leakを指定してください。",
        "No leak is noted for the incident. Name it with leak.",
    ),
    // Notices.
    (
        "effective_at_missing",
        "変更とメンテナンスのお知らせには適用日時が必要です。",
        "A notice of a change or of maintenance needs the time from which it holds.",
    ),
    (
        "named_organizations_out_of_range",
        "指定できる組織は1件から45件までです。すべての組織に送る場合は指定しないでください。",
        "Name from 1 to 45 organizations, or none to tell all of them.",
    ),
    ("notice_unknown", "このお知らせは登録されていません。", "There is no such notice."),
    ("notice_published", "このお知らせはすでに公開されています。", "The notice was published already."),
    ("notice_not_published", "このお知らせはまだ公開されていません。", "The notice isn't published yet."),
    (
        "notice_too_late",
        "契約で定めた事前通知の期限(allowedの日)を過ぎています。適用日時を変更してください。",
        "The last day on which the contracts allow to tell this change (see allowed) is over. Choose a later effective time.",
    ),
    ("notice_days_out_of_range", "変更の事前通知は1日前から365日前までです。", "A change is told from 1 to 365 days before."),
];
