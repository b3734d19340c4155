//! Cards (クレジットカード) that premiums are charged to: a token registers them at the card company, and nothing of the card is kept.

pub mod merchant_set;
pub mod register;
pub mod remove;
pub mod show;

use schemars::JsonSchema;
use serde::Serialize;
use shared::domain::card::{CardOnFile, CardState};
use shared::domain::id::AccountId;
use shared::domain::time::{Timestamp, rfc3339};

/// A card on file. The card company tells nothing of the card itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CardView {
    /// Where it stands.
    pub state: CardState,
    /// Who registered it.
    pub registered_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub registered_at: Timestamp,
}

impl From<&CardOnFile> for CardView {
    fn from(card: &CardOnFile) -> Self {
        Self { state: card.state, registered_by: card.registered_by, registered_at: card.registered_at }
    }
}
