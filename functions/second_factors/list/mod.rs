//! GET /api/me/second-factors: one's own second factors.

use crate::second_factors::{Present, present};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PasskeyId;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct FactorList;

/// Nothing: the session says whose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The second factors of an account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Factors {
    /// 認証アプリ: when it was added.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub totp_added_at: Option<Timestamp>,
    /// パスキー.
    pub passkeys: Vec<PasskeyView>,
    /// How many recovery codes are left.
    pub recovery_codes_left: usize,
    /// Whether one was shown in this session.
    pub shown: bool,
}

/// A passkey.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PasskeyView {
    /// Its identifier.
    pub id: PasskeyId,
    /// 名称.
    pub name: Line<50>,
    /// When it was added.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub added_at: Timestamp,
    /// When it was last used.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub used_at: Option<Timestamp>,
}

impl Endpoint for FactorList {
    const SPEC: Spec = Spec {
        name: "factor_list",
        summary: ("自分の二要素認証を一覧する", "List one's own second factors"),
        paths: &["/api/me/second-factors"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Personal],
        before_second_factor: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Factors;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<Factors>> {
        let Present { factors, session, .. } = present(caller, view).await?;
        let passkeys = factors.passkeys.into_iter();
        Ok(Change::reply(Factors {
            totp_added_at: factors.totp.map(|app| app.added_at),
            passkeys: passkeys
                .map(|passkey| PasskeyView { id: passkey.id, name: passkey.name, added_at: passkey.added_at, used_at: passkey.used_at })
                .collect(),
            recovery_codes_left: factors.recovery_codes.len(),
            shown: session.second_factor,
        }))
    }
}
