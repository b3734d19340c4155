//! What became of the mails of a notice (配信状況), by what the outbox and its leavings say of them.

use crate::mail::attempt::{BOUNCED, DELIVERED, FAILED, SUPPRESSED};
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::id::{MailId, NoticeId};
use shared::domain::notice::{Notice, Recipient, RecipientRole};
use shared::error::Result;
use shared::key::{self, Key, Kind};
use shared::ports::text;
use shared::view::View;

/// Where a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// 送信待ち.
    Waiting,
    /// 送信済: the provider took it.
    Sent,
    /// 未達: given up after a day.
    Dead,
    /// 送信停止: mail to the address is stopped, after a bounce or complaint.
    Suppressed,
    /// 不達: it came back after the provider took it.
    Bounced,
    /// 記録なし: what became of it was kept for 30 days.
    Forgotten,
}

impl DeliveryState {
    /// Whether the recipient was not reached.
    #[must_use]
    pub const fn has_failed(self) -> bool {
        matches!(self, Self::Dead | Self::Suppressed | Self::Bounced)
    }
}

/// A recipient, without its address.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Delivery {
    /// As whom it is told.
    pub role: RecipientRole,
    /// The mail.
    pub mail: MailId,
    /// Where it is.
    pub state: DeliveryState,
}

/// The key of a notice in an organization.
#[must_use]
pub fn notice_key(tenant: Tenant, notice: NoticeId) -> Key {
    key::record(tenant, Kind::Notice, &notice.to_string())
}

/// What became of each mail of a notice, in the order of its recipients.
///
/// # Errors
/// Where the store can't be read.
pub async fn deliveries(view: &View<'_>, tenant: Tenant, notice: &Notice) -> Result<Vec<Delivery>> {
    let places = |mail: MailId| [key::service_outbox(mail), key::delivered_mail(tenant, mail)];
    let keys: Vec<Key> = notice.recipients.iter().flat_map(|recipient| places(recipient.mail)).collect();
    let batch = view.batch(&keys).await?;
    let state = |mail: MailId| -> Result<DeliveryState> {
        let [waiting, finished] = places(mail);
        match batch.raw(&finished).map(|item| text(item, "state")).transpose()? {
            Some(DELIVERED) => Ok(DeliveryState::Sent),
            Some(FAILED) => Ok(DeliveryState::Dead),
            Some(BOUNCED) => Ok(DeliveryState::Bounced),
            Some(SUPPRESSED) => Ok(DeliveryState::Suppressed),
            Some(_) | None if batch.has(&waiting) => Ok(DeliveryState::Waiting),
            Some(_) | None => Ok(DeliveryState::Forgotten),
        }
    };
    let delivery = |recipient: &Recipient| Ok(Delivery { role: recipient.role, mail: recipient.mail, state: state(recipient.mail)? });
    notice.recipients.iter().map(delivery).collect()
}
