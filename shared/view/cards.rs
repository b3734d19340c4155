//! The card company, asked in the name of the shop whose account lies wrapped among the service's keys.

use super::View;
use crate::authority::{bytes, text};
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key;
use crate::ports::{CardAnswer, CardGateway, CardRequest, Context, Failure, Merchant, Operation};
use crate::world::CARD_MERCHANT;
use serde::{Deserialize, Serialize};

/// The shop's account as the keys table holds it.
#[derive(Serialize, Deserialize)]
struct WrappedMerchant {
    /// One more with every change.
    version: u64,
    /// The account, wrapped by KMS (base64).
    wrapped: String,
    /// The KMS key.
    kms_key: String,
}

/// The card company, with the shop's account open.
pub struct Cards<'v> {
    view: &'v View<'v>,
    gateway: &'v dyn CardGateway,
    merchant: Merchant,
}

impl Cards<'_> {
    /// Asks the card company, once. None of it is part of a commit: whoever charges records the intent before.
    pub async fn ask(&self, request: CardRequest<'_>) -> CardAnswer {
        let answer = self.gateway.ask(&self.merchant, request, self.view.now()).await;
        if let CardAnswer::Lost(cause) = &answer {
            tracing::warn!(cause = cause, "the card company's answer was lost");
        }
        answer
    }
}

impl View<'_> {
    /// The card company.
    ///
    /// # Errors
    /// [`Error::Unavailable`] before the shop's account was set, or where KMS is away.
    pub async fn cards(&self) -> Result<Cards<'_>> {
        self.require(Grant::ChargeCards)?;
        let place = key::service_key(CARD_MERCHANT);
        let item: Option<WrappedMerchant> = self.batch(std::slice::from_ref(&place)).await?.item(&place)?;
        let item = item.ok_or_else(|| Error::Unavailable("no account at the card company: card_merchant_set sets it".into(), 600))?;
        let opened = self.world.keys.unwrap(&item.kms_key, Context::Service(CARD_MERCHANT), &bytes(&item.wrapped)?).await?;
        // Serde's own words may quote what is secret.
        let merchant = serde_json::from_slice(&opened).map_err(|_| Error::internal("the shop's account can't be read"))?;
        Ok(Cards { view: self, gateway: &*self.world.cards, merchant })
    }

    /// The shop's account at the card company, wrapped, in the place of the one before.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn wrap_merchant(&self, merchant: &Merchant) -> Result<Operation> {
        self.require(Grant::MakeServiceKeys)?;
        let place = key::service_key(CARD_MERCHANT);
        let present: Option<WrappedMerchant> = self.batch(std::slice::from_ref(&place)).await?.item(&place)?;
        let version = present.map_or(0, |present| present.version);
        let secret = zeroize::Zeroizing::new(serde_json::to_vec(merchant).map_err(Error::internal)?);
        let kms_key = self.settings().service_key.clone();
        let wrapped = text(&self.world.keys.wrap(&kms_key, Context::Service(CARD_MERCHANT), &secret).await?);
        let item = crate::change::item(&WrappedMerchant { version: version + 1, wrapped, kms_key })?;
        Ok(Operation::put(place, item, ("version", version), Failure::Conflict("record_changed")))
    }
}
