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
        Ok(Self { state: CardState::Registered, member, registered_by: by, registered_at: now, look_at: None })
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

    /// It couldn't be removed now, or no answer came: it is tried again.
    #[must_use]
    pub fn not_removed(self, now: Timestamp) -> Self {
        Self { look_at: Some(now + TimeDelta::minutes(SETTLED_MINUTES)), ..self }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, Unique};

    #[test]
    fn a_card_is_registered_replaced_and_removed_and_not_charged_from_then_on() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-10-01T10:00:00+09:00").unwrap();
        let by = AccountId::from_unique(Unique::new(now, [1; 10]));
        let member = || CardMember { id: "m".into(), password: "p".into() };
        let card = CardOnFile::register(None, member(), by, now).unwrap();
        let other = CardOnFile::register(Some(&card), member(), by, now + TimeDelta::days(1)).unwrap();
        assert_eq!((card.chargeable_since(), other.chargeable_since()), (Some(now), Some(now + TimeDelta::days(1))));
        let removing = other.remove(now).unwrap();
        assert_eq!((removing.chargeable_since(), removing.look_at), (None, Some(now)));
        assert_eq!(removing.clone().remove(now).unwrap_err(), Refusal::CardRemoving);
        assert_eq!(CardOnFile::register(Some(&removing), member(), by, now).unwrap_err(), Refusal::CardRemoving);
        assert_eq!(removing.not_removed(now).look_at, Some(now + TimeDelta::minutes(SETTLED_MINUTES)));
    }
}
