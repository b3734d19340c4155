//! GET /api/health: that the service answers. It says nothing of what lies behind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct HealthShow;

/// Nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// That it answers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
    /// The service's time.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub now: Timestamp,
}

impl Endpoint for HealthShow {
    const SPEC: Spec = Spec {
        name: "health_show",
        summary: ("稼働を確認する", "Check that the service answers"),
        paths: &["/api/health"],
        access: Access::Anyone,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Health;

    async fn handle(_: &Caller, _: Input, view: &View<'_>) -> Result<Change<Health>> {
        Ok(Change::reply(Health { status: "ok", now: view.now() }))
    }
}
