//! The mail provider abroad: its keys, and what it says of mail.

use super::View;
use crate::domain::mail_event::MailEvent;
use crate::domain::mail_signature::MailSignature;
use crate::domain::provider_secret::ProviderSecret;
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::keyring::{Wrapped, place};
use crate::ports::{Context, Failure, Operation};
use crate::world::{MAIL_ABROAD_EVENTS_KEY, MAIL_ABROAD_KEY};
use serde_json::Value;

impl View<'_> {
    /// Wraps the provider's API key and the key of its signatures, in place of those before: what is to be committed.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn keep_mail_abroad_keys(&self, api: &ProviderSecret, events: &ProviderSecret) -> Result<Vec<Operation>> {
        self.require(Grant::KeepMailKeys)?;
        let mut operations = Vec::new();
        for (name, secret) in [(MAIL_ABROAD_KEY, api), (MAIL_ABROAD_EVENTS_KEY, events)] {
            let (context, kms_key) = (Context::Service(name), &self.settings().service_key);
            let wrapped = self.world.keys.wrap(kms_key, context, secret.bytes()).await?;
            let present = self.world.table.get(&[place(context)]).await?.pop().flatten();
            let failure = Failure::Conflict("record_changed");
            operations.push(match present.as_ref().map(Wrapped::of_item).transpose()? {
                Some(present) => {
                    let item = present.replaced(kms_key, &wrapped, self.now()).item();
                    Operation::replace(place(context), item, ("current", present.current()), failure)
                }
                None => Operation::create(place(context), Wrapped::first(kms_key, &wrapped, self.now()).item(), failure),
            });
        }
        Ok(operations)
    }

    /// Whether the provider signed what came just now.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such provider, [`Error::Unauthenticated`] with the reason, or where KMS is away.
    pub async fn check_mail_abroad(&self, signature: &MailSignature) -> Result<()> {
        self.require(Grant::HearMail)?;
        let context = Context::Service(MAIL_ABROAD_EVENTS_KEY);
        let is_known = self.world.keyring.knows(context, self.now());
        // Without a provider, or before it has keys, a stranger's call is no fault of ours.
        if self.settings().mail_abroad.is_none() || !is_known && !self.batch(&[place(context)]).await?.has(&place(context)) {
            return Err(Error::NotFound);
        }
        let (_, key) = self.world.key(context, None).await?;
        signature.check(&key, self.now()).map_err(|fault| Error::Unauthenticated(fault.code()))
    }

    /// What became of a mail, as the provider tells it; `None` where nothing follows from it.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn heard_of_mail(&self, told: &Value) -> Result<Option<MailEvent>> {
        self.require(Grant::HearMail)?;
        self.world.mail_abroad.heard(told)
    }
}
