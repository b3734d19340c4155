//! GET /api/policyholders/{id}/card: whether a card is on file, and since when.

use crate::cards::CardView;
use crate::policyholders::policyholder_key;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyholderId;
use shared::domain::policyholder::Policyholder;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct CardShow;

/// Whose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policyholder.
    pub id: PolicyholderId,
}

impl Endpoint for CardShow {
    const SPEC: Spec = Spec {
        name: "card_show",
        summary: ("登録カードの状態を表示する", "Show the card on file"),
        paths: &["/api/policyholders/{id}/card"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = CardView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<CardView>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Policyholder>(&policyholder_key(tenant, input.id)).await?;
        let card = stored.card.as_ref().ok_or(Error::NotFound)?;
        Ok(Change::reply(CardView::from(card)).at_version(stored.version()))
    }
}
