//! DELETE /api/policyholders/{id}/card: the card is charged no longer from now on; premium_charge removes it at the card company.

use crate::cards::CardView;
use crate::policyholders::policyholder_key;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyholderId;
use shared::domain::policyholder::Policyholder;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct CardRemove;

/// Whose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policyholder.
    pub id: PolicyholderId,
}

impl Endpoint for CardRemove {
    const SPEC: Spec = Spec {
        name: "card_remove",
        summary: ("登録カードを削除する", "Remove the card on file"),
        method: Method::Delete,
        paths: &["/api/policyholders/{id}/card"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 202,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = CardView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<CardView>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Policyholder>(&policyholder_key(tenant, input.id)).await?;
        let card = stored.card.clone().ok_or(Error::NotFound)?.remove(view.now())?;
        let output = CardView::from(&card);
        let policyholder = Policyholder { card: Some(card), updated_at: view.now(), ..stored.record() };
        Change::reply(output).update(tenant, &stored, &policyholder, Event::CardRemovalRequested)
    }
}
