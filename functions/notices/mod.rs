//! Notices (お知らせ): what an organization is told by mail, and can read again in the console.

pub mod list;
pub mod read;

use crate::accounts::administrators;
use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::mail_address::MailAddress;
use shared::domain::notice::{Notice, NoticeSource, Recipient, RecipientRole};
use shared::domain::organization::Organization;
use shared::domain::personal::Personal;
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::domain::wording::Wording;
use shared::error::{Error, Result};
use shared::key;
use shared::mail::{Content, MailKind, outgoing};
use shared::view::View;
use std::collections::BTreeSet;

/// Who is told, and as whom.
pub type Addressed = (RecipientRole, MailAddress);

/// What is told.
pub struct Message {
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
        id: view.identifier()?,
        organization: tenant.id(),
        source: message.source.clone(),
        title: message.title.clone(),
        text: message.text.clone(),
        recipients,
        sent_at: view.now(),
    };
    change.create(tenant, &notice, Event::NoticeSent)
}
