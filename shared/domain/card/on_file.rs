//! That a policyholder's card is registered at the card company.

use super::CardMember;
use crate::domain::id::AccountId;
use crate::domain::personal::Personal;
use crate::domain::premium::SETTLED_MINUTES;
use crate::domain::refusal::Refusal;
use crate::domain::time::{Timestamp, rfc3339};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// 登録済.
    Registered,
    /// 削除中: no longer charged, and still to be removed at the card company.
    Removing,
}

/// A card on file (登録カード). Of the card itself nothing is known here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardOnFile {
    /// Where it stands.
    pub state: CardState,
    /// The member at the card company.
    pub member: Personal<CardMember>,
    /// Who registered it.
    pub registered_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    pub registered_at: Timestamp,
    /// When its removal is gone on with.
    #[serde(default, with = "rfc3339::option")]
    pub look_at: Option<Timestamp>,
    /// Whether the answer to its removal was lost: it may be gone at the card company.
    #[serde(default)]
    pub unanswered: bool,
}

impl CardOnFile {
    /// A card that was registered, in the place of one before.
    ///
    /// # Errors
    /// [`Refusal::CardRemoving`] while the one before is being removed.
    pub fn register(present: Option<&Self>, member: CardMember, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        if present.is_some_and(|present| present.state == CardState::Removing) {
            return Err(Refusal::CardRemoving);
        }
        let member = Personal::new(member);
        Ok(Self { state: CardState::Registered, member, registered_by: by, registered_at: now, look_at: None, unanswered: false })
    }

    /// When it was registered, where it may be charged.
    #[must_use]
    pub fn chargeable_since(&self) -> Option<Timestamp> {
        (self.state == CardState::Registered).then_some(self.registered_at)
    }

    /// It is to be removed.
    ///
    /// # Errors
    /// [`Refusal::CardRemoving`] where it is being removed already.
    pub fn remove(self, now: Timestamp) -> Result<Self, Refusal> {
        if self.state == CardState::Removing {
            return Err(Refusal::CardRemoving);
        }
        Ok(Self { state: CardState::Removing, look_at: Some(now), ..self })
    }

    /// It couldn't be removed now: no answer, or a refusal that may pass.
    #[must_use]
    pub fn not_removed(self, unanswered: bool, now: Timestamp) -> Self {
        Self { look_at: Some(now + TimeDelta::minutes(SETTLED_MINUTES)), unanswered, ..self }
    }
}
