//! Notices (お知らせ): what an organization is told by mail, and can read again in the console. Operators draft, publish and look
//! after those that aren't reports of incidents.

pub mod audience;
pub mod deliveries;
pub mod delivery;
pub mod draft;
pub mod list;
pub mod preview;
pub mod publish;
pub mod read;
pub mod resend;
pub mod send;

use crate::accounts::administrators;
use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::id::{NoticeDraftId, NoticeId, OrganizationId};
use shared::domain::mail_address::MailAddress;
use shared::domain::notice::{Notice, NoticeSource, Recipient, RecipientRole};
use shared::domain::notice_draft::NoticeDraft;
use shared::domain::organization::Organization;
use shared::domain::personal::Personal;
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::domain::wording::Wording;
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use shared::mail::{Content, MailKind, outgoing};
use shared::record::Stored;
use shared::view::View;
use std::collections::BTreeSet;

/// Who is told, and as whom.
pub type Addressed = (RecipientRole, MailAddress);

/// How far the sending of a notice is.
#[derive(Serialize, Deserialize)]
pub struct ToSend {
    /// One more with every page.
    pub version: u64,
    /// The organization that was looked at last.
    pub after: Option<OrganizationId>,
    /// Whether one of those that were looked at could not be told: they are gone through once more.
    pub failed: bool,
}

impl Default for ToSend {
    fn default() -> Self {
        Self::new()
    }
}

impl ToSend {
    /// Before the first organization.
    #[must_use]
    pub const fn new() -> Self {
        Self { version: 1, after: None, failed: false }
    }
}

/// The key of a notice as operators wrote it, which is the service's own.
#[must_use]
pub fn draft_key(id: NoticeDraftId) -> Key {
    key::record(Tenant::of_operator(), Kind::NoticeDraft, &id.to_string())
}

/// A notice that a field names.
async fn load(view: &View<'_>, id: NoticeDraftId) -> Result<Stored<NoticeDraft>> {
    view.load::<NoticeDraft>(&draft_key(id)).await.map_err(crate::unknown("draft", "notice_unknown"))
}

/// What is told.
pub struct Message {
    /// What it is called in the organization.
    pub id: NoticeId,
    /// Where it comes from.
    pub source: NoticeSource,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 本文.
    pub text: Wording<Note<2000>>,
    /// What its mail is about.
    pub mail: MailKind,
    /// The mail.
    pub content: Content,
}

/// The contacts and administrators of an organization, each address once.
///
/// # Errors
/// Where the store can't be read, or a seal doesn't open.
pub async fn recipients(view: &View<'_>, tenant: Tenant) -> Result<Vec<Addressed>> {
    let organization = view.load_open::<Organization>(tenant, &key::organization(tenant)).await?;
    let contacts = organization.contacts.get().ok_or_else(|| Error::internal("an organization that wasn't opened"))?;
    let contacts = contacts.iter().map(|contact| (RecipientRole::Contact, contact.mail_address.clone()));
    let administrators = administrators(view, tenant).await?.into_iter().map(|to| (RecipientRole::Administrator, to));
    let mut seen = BTreeSet::new();
    Ok(contacts.chain(administrators).filter(|(_, to)| seen.insert(to.clone())).collect())
}

/// Adds a notice and its mails to a change.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn send<T>(view: &View<'_>, mut change: Change<T>, tenant: Tenant, message: &Message, to: Vec<Addressed>) -> Result<Change<T>> {
    let mut recipients = Vec::with_capacity(to.len());
    for (role, to) in to {
        let mail = outgoing(view, tenant, message.mail, to.clone(), message.content.clone())?;
        recipients.push(Recipient { role, to: Personal::new(to), mail: mail.id });
        change = change.mail(tenant, mail);
    }
    let notice = Notice {
        id: message.id,
        organization: tenant.id(),
        source: message.source.clone(),
        title: message.title.clone(),
        text: message.text.clone(),
        recipients,
        sent_at: view.now(),
    };
    change.create(tenant, &notice, Event::NoticeSent)
}
