//! The certificate on paper: a PDF in Japanese that says what the signed JSON says, with its signature.

mod pdf;

use pdf::{Row, render};
use shared::domain::erasure::{Certificate, Signature, SignedCertificate};
use shared::domain::time::{Timestamp, day};
use shared::domain::timeline::hexadecimal;
use shared::error::Result;

/// The PDF of a certificate: the same bytes for the same certificate.
///
/// # Errors
/// Where the font can't be read: a fault of ours.
pub fn paper(signed: &SignedCertificate) -> Result<Vec<u8>> {
    render("消去証明書", "お客さまの指示により、下記の組織のデータを消去したことを証明します。", &rows(signed))
}

fn rows(signed: &SignedCertificate) -> Vec<Row> {
    let certificate = &signed.certificate;
    let digest = hexadecimal(&shared::seal::sha256(&certificate.canonical()));
    let mut rows = instruction(certificate);
    rows.extend(removed(certificate));
    rows.extend([
        Row::heading("バックアップ"),
        Row::new("組織の暗号鍵", &certificate.ledger.kms_key),
        Row::new("復号できなくなる日時", &time(certificate.backups_unreadable_from)),
        Row::new("バックアップの終了", &time(certificate.backups_end_at)),
        Row::note("組織の暗号鍵は上の日時に削除され、それ以後、バックアップに残る個人情報は復号できません。"),
        Row::heading("署名"),
        Row::new("台帳", &certificate.ledger_name),
        Row::new("証明書のSHA-256", &digest),
        Row::new("署名方式", &signed.algorithm),
        Row::new("署名", &signed.signature),
        Row::new("公開鍵", &signed.public_key),
        Row::note("署名の対象は、台帳にある証明書(JSON)のRFC 8785による正規形です。"),
    ]);
    rows
}

fn instruction(certificate: &Certificate) -> Vec<Row> {
    let (ledger, erasure) = (&certificate.ledger, &certificate.ledger.erasure);
    let signed = |signature: &Signature| format!("{}  {}", signature.operator, time(signature.at));
    let mut rows = vec![
        Row::new("組織", ledger.organization_name.as_str()),
        Row::new("組織の識別子", &ledger.organization.to_string()),
        Row::heading("指示"),
        Row::new("指示書", erasure.document.as_str()),
        Row::new("指示者", erasure.instructed_by.as_str()),
        Row::new("登録した運営者", &signed(&erasure.entered)),
    ];
    rows.extend(erasure.countersigned.as_ref().map(|by| Row::new("副署した運営者", &signed(by))));
    rows.extend(erasure.started_at.map(|at| Row::new("消去の開始", &time(at))));
    rows.push(Row::new("全表の確認", &time(certificate.proven_at)));
    rows.push(Row::new("消去の完了", &time(certificate.erased_at)));
    rows
}

fn removed(certificate: &Certificate) -> Vec<Row> {
    let mut rows = vec![Row::heading("消去したもの")];
    rows.extend(certificate.items.iter().map(|(name, count)| Row::new(label(name), &format!("{count} 件"))));
    rows.push(Row::new("文書", &format!("{} 件", certificate.documents)));
    rows.push(Row::new("うち全表の確認で発見", &format!("{} 件", certificate.found_by_proof)));
    rows
}

fn time(at: Timestamp) -> String {
    use chrono::Datelike;
    let date = day(at);
    format!(
        "{}年{}月{}日 {} (日本標準時)",
        date.year(),
        date.month(),
        date.day(),
        at.with_timezone(&shared::domain::time::JST).format("%H:%M:%S")
    )
}

// A kind that has no word yet stands under its name in the store.
fn label(name: &str) -> &str {
    match name {
        "organization" => "組織",
        "account" => "アカウント",
        "labels" => "ラベル",
        "policyholder" => "契約者",
        "animal" => "被保険動物",
        "product" => "商品",
        "policy" => "保険契約",
        "claim" => "保険金請求",
        "payout" => "支払",
        "premium" => "保険料",
        "certificate" => "クライアント証明書",
        "timeline_export" => "タイムラインの書出し",
        "erasure" => "消去の指示",
        "disclosure" => "法令に基づく開示",
        "operator_access" => "運営者の閲覧",
        "incident" => "障害",
        "first_report" => "障害の第一報",
        "notice" => "お知らせ",
        "notice_draft" => "お知らせの原稿",
        "inquiry" => "お問い合わせ",
        "restore" => "バックアップからの復元",
        "timeline_entry" => "タイムライン",
        "rights" => "権限",
        "credential" => "認証情報",
        "session" => "セッション",
        "idempotency_record" => "再送記録",
        "edge" => "索引",
        "unique" => "重複防止",
        "administrators" => "管理者数",
        "contract" => "契約の終了",
        "security" => "安全の設定",
        "mail" => "メールの送信記録",
        "outbox" => "送信待ちのメール",
        "mail_address" => "メールアドレス",
        "sign_in_counter" => "ログイン失敗の回数",
        "link" => "リンク",
        "organizations" => "組織一覧",
        "label_sweep" => "ラベルの整理",
        "second_factors" => "二要素認証",
        "devices" => "端末",
        "proofs" => "本人確認の失敗の回数",
        "session_edge" => "アカウントのセッション",
        "ticket" => "ログインの途中",
        "certificate_pass" => "クライアント証明書の照合",
        "certificate_file" => "クライアント証明書のファイル",
        "affected" => "障害の対象",
        "addressed" => "お知らせの宛先",
        "notice_read" => "お知らせの既読",
        "timeline_log" => "タイムラインの記録木",
        "timeline_seals" => "タイムラインの封印",
        "reseal" => "暗号化のやり直し",
        "wrapped_key" => "データ鍵",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn signed() -> SignedCertificate {
        let by = |operator: &str, at: &str| json!({ "operator": operator, "at": at });
        let items = shared::key::Kind::ALL.iter().map(|kind| (kind.as_str().to_owned(), json!(12)));
        serde_json::from_value(json!({
            "certificate": {
                "form": 1,
                "ledger": {
                    "organization": "org_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                    "organization_name": "デモペット少額短期保険株式会社 髙﨑支店 🐶",
                    "kms_key": "arn:aws:kms:ap-northeast-1:000000000000:key/1c3f2f6e-0000-4000-8000-000000000000",
                    "erasure": {
                        "id": "ers_01ARZ3NDEKTSV4RRFFQ69G5FAV", "document": "消去依頼書(令和8年11月1日付)", "instructed_by": "情報システム部長",
                        "state": "running", "entered": by("alice", "2026-11-01T09:00:00+09:00"),
                        "countersigned": by("bob", "2026-11-01T10:00:00+09:00"), "due_at": "2026-11-02T10:00:00+09:00",
                        "taken_back": null, "started_at": "2026-11-02T10:05:00+09:00",
                    },
                },
                "ledger_name": "erasures/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/instruction.json",
                "items": items.collect::<serde_json::Map<_, _>>(),
                "documents": 3, "found_by_proof": 0,
                "proven_at": "2026-11-02T10:10:00+09:00", "erased_at": "2026-11-02T10:10:01+09:00",
                "backups_unreadable_from": "2026-11-09T10:10:00+09:00", "backups_end_at": "2026-12-07T10:10:01+09:00",
            },
            "algorithm": "ECDSA_SHA_256", "signature": "MEUCIQ".repeat(12), "public_key": "MFkwEwYH".repeat(15),
        }))
        .unwrap()
    }

    #[test]
    fn the_paper_is_the_same_for_the_same_certificate_and_small() {
        let paper = paper(&signed()).unwrap();
        assert_eq!(paper, super::paper(&signed()).unwrap());
        assert!(paper.starts_with(b"%PDF-") && paper.len() < 200_000, "{} bytes", paper.len());
        if let Ok(path) = std::env::var("PAPER") {
            std::fs::write(path, paper).unwrap();
        }
    }

    #[test]
    fn every_kind_has_a_word() {
        for kind in shared::key::Kind::ALL {
            assert_ne!(label(kind.as_str()), kind.as_str());
        }
    }
}
