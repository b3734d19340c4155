//! The card company, as far as premiums need it.

use crate::domain::card::{CardMember, CardToken};
use crate::domain::premium::{ChargeReceipt, Decline, PremiumAmount};
use crate::domain::time::Timestamp;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The shop's account at the card company (加盟店): all of it is secret. Without Debug.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct Merchant {
    /// 加盟店ID.
    pub id: String,
    /// 加盟店パスワード.
    pub password: String,
    /// 店舗ID.
    pub shop: String,
}

/// What the card company is asked for. Without Debug: it holds tokens and passwords.
#[derive(Clone, Copy)]
pub enum CardRequest<'r> {
    /// Register a card under a new member.
    Register(&'r CardMember, &'r CardToken),
    /// Register another card under a member.
    Replace(&'r CardMember, &'r CardToken),
    /// Let a member's card be charged no longer.
    Disable(&'r CardMember),
    /// Remove a member that was disabled.
    Remove(&'r CardMember),
    /// Charge a member's card, under a name of ours.
    Charge(&'r CardMember, PremiumAmount, &'r str),
    /// Search for the charge of this name.
    Search(&'r str),
    /// Cancel a charge as a whole.
    Cancel(&'r ChargeReceipt, &'r str),
    /// Change a charge to this amount.
    Reduce(&'r ChargeReceipt, PremiumAmount, &'r str),
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum CardAnswer {
    /// It was done; with the receipt of the charge that it made, found or changed.
    Done(Option<ChargeReceipt>),
    /// It wasn't, or may have been where the reason is [ambiguous](Decline::is_ambiguous).
    Declined(Decline),
    /// No answer came, or none that can be read: it may have been done. The cause is for the log.
    Lost(String),
}

/// Charges cards (the card company).
#[async_trait]
pub trait CardGateway: Send + Sync {
    /// Asks the card company, once.
    async fn ask(&self, merchant: &Merchant, request: CardRequest<'_>, now: Timestamp) -> CardAnswer;
}
