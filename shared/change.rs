//! What a handler decides: records to write with what happened to them, mail, and the reply. The pipeline commits it.

mod kinds;
mod operation;

pub use kinds::{Companion, Technical};
pub use operation::{expiring, item};

use crate::caller::Tenant;
use crate::domain::timeline::{Actor, Event};
use crate::error::{Error, Result};
use crate::file::File;
use crate::key::{Index, Key, Kind, Place, Store};
use crate::mail::OutgoingMail;
use crate::ports::{Item, Operation};
use crate::record::{Record, Stored, Term};
use serde_json::Value;

/// A list in which a record stands by a plain value, and the value.
pub(crate) type Edge = (&'static str, String);
/// A term that only one record may have, and the code of its refusal.
pub(crate) type UniqueTerm = (Term, &'static str);

/// One record on its way into the store. Without Debug: its personal values are in the clear.
pub(crate) struct Write {
    pub tenant: Tenant,
    pub kind: Kind,
    pub id: String,
    pub key: Key,
    pub before: Option<Value>,
    pub after: Value,
    pub version: u64,
    pub head: String,
    pub event: Event,
    /// What happened to the record just before, within the same change: an entry of its own.
    pub earlier: Option<Event>,
    /// Who did it, where that is somebody else than who did the rest.
    pub author: Option<(Actor, Value)>,
    pub places: Vec<Place>,
    pub edges: (Vec<Edge>, Vec<Edge>),
    pub terms: Option<(Vec<Term>, Vec<Term>)>,
    pub unique: Option<(Vec<Term>, Vec<UniqueTerm>)>,
}

/// A decision. `T` is the reply's body.
pub struct Change<T> {
    pub(crate) output: Option<T>,
    pub(crate) error: Option<Error>,
    pub(crate) writes: Vec<Write>,
    pub(crate) others: Vec<Operation>,
    pub(crate) only_technical: bool,
    pub(crate) is_of_many: bool,
    pub(crate) mail: Vec<(Tenant, OutgoingMail)>,
    pub(crate) version: Option<u64>,
    pub(crate) cookies: Vec<String>,
    pub(crate) clears_site_data: bool,
    pub(crate) author: Option<(Actor, Value)>,
    pub(crate) file: Option<File>,
}

impl<T> Change<T> {
    const fn empty() -> Self {
        Self {
            output: None,
            error: None,
            writes: Vec::new(),
            others: Vec::new(),
            only_technical: true,
            is_of_many: false,
            mail: Vec::new(),
            version: None,
            cookies: Vec::new(),
            clears_site_data: false,
            author: None,
            file: None,
        }
    }

    /// Nothing changes; this is the reply.
    #[must_use]
    pub fn reply(output: T) -> Self {
        let mut change = Self::empty();
        change.output = Some(output);
        change
    }

    /// The file that is sent, for an endpoint that replies with one.
    #[must_use]
    pub fn with_file(mut self, file: File) -> Self {
        self.file = Some(file);
        self
    }

    /// A refusal that must be counted: what the change holds is committed, and the caller gets the error.
    #[must_use]
    pub fn refuse(error: Error) -> Self {
        let mut change = Self::empty();
        change.error = Some(error);
        change
    }

    /// The version that `ETag` names, for a reply that shows a record.
    #[must_use]
    pub const fn at_version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Several records of one kind change together: no `ETag` names the version of one, and where somebody else was faster the refusal
    /// names which.
    #[must_use]
    pub const fn of_many(mut self) -> Self {
        self.version = None;
        self.is_of_many = true;
        self
    }

    /// Also makes a record.
    ///
    /// # Errors
    /// Where the record can't be written as JSON.
    pub fn create<R: Record>(mut self, tenant: Tenant, record: &R, event: Event) -> Result<Self> {
        let write = Write {
            tenant,
            kind: R::KIND,
            id: record.id(),
            key: record.key(tenant),
            before: None,
            after: serde_json::to_value(record).map_err(Error::internal)?,
            version: 0,
            head: String::new(),
            event,
            earlier: None,
            author: None,
            places: record.places(tenant),
            edges: (Vec::new(), record.edges()),
            terms: record.terms().map(|terms| (Vec::new(), terms)),
            unique: record.unique_terms().map(|terms| (Vec::new(), terms)),
        };
        self.version = self.version.or(Some(1));
        self.writes.push(write);
        Ok(self)
    }

    /// Also changes a record from what was loaded to what it is now.
    ///
    /// # Errors
    /// Where the record can't be written as JSON.
    pub fn update<R: Record>(mut self, tenant: Tenant, stored: &Stored<R>, record: &R, event: Event) -> Result<Self> {
        let before: &R = stored;
        let write = Write {
            tenant,
            kind: R::KIND,
            id: record.id(),
            key: stored.key.clone(),
            before: Some(serde_json::to_value(before).map_err(Error::internal)?),
            after: serde_json::to_value(record).map_err(Error::internal)?,
            version: stored.version,
            head: stored.head.clone(),
            event,
            earlier: None,
            author: None,
            places: record.places(tenant),
            edges: (before.edges(), record.edges()),
            terms: before.terms().zip(record.terms()),
            unique: before.unique_terms().map(|terms| terms.into_iter().map(|(term, _)| term).collect()).zip(record.unique_terms()),
        };
        self.version = self.version.or(Some(stored.version + 1));
        self.writes.push(write);
        Ok(self)
    }

    /// Also changes a record, unless it reads as it did: that is no operation, so nothing is written and its version stays.
    ///
    /// # Errors
    /// Where the record can't be written as JSON.
    pub fn update_if_changed<R: Record>(self, tenant: Tenant, stored: &Stored<R>, record: &R, event: Event) -> Result<Self> {
        let [before, after] = [&**stored, record].map(|record| serde_json::to_value(record).map_err(Error::internal));
        if before? == after? { Ok(self.at_version(stored.version)) } else { self.update(tenant, stored, record, event) }
    }

    /// Tells of the record that was just added what happened to it before that: the store takes one write of an item in a
    /// transaction, the timeline both entries.
    #[must_use]
    pub fn earlier(mut self, event: Event) -> Self {
        if let Some(write) = self.writes.last_mut() {
            write.earlier = Some(event);
            self.version = self.version.map(|version| version + 1);
        }
        self
    }

    /// Names who did what was just added, where that is another account than the one that did the rest.
    #[must_use]
    pub fn done_by(mut self, account: crate::domain::id::AccountId, name: Value) -> Self {
        if let Some(write) = self.writes.last_mut() {
            write.author = Some((Actor::Account { id: account }, name));
        }
        self
    }

    /// Also writes a record as it lies in the store, whatever its kind: the commit seals anew what is of an older version, and
    /// nothing else changes.
    ///
    /// # Errors
    /// Where the item isn't a record.
    pub fn reseal(mut self, tenant: Tenant, kind: Kind, item: &Item, event: Event) -> Result<Self> {
        let missing = |name: &str| Error::Internal(format!("a record without {name}"));
        let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| missing(name));
        let data = item.get("data").cloned().ok_or_else(|| missing("data"))?;
        let place = |index: &Index| {
            let (partition, sort) = index.attributes();
            Some(Place { index: *index, partition: text(partition).ok()?, sort: text(sort).ok()? })
        };
        self.writes.push(Write {
            tenant,
            kind,
            id: text(Index::Kind.attributes().1)?,
            key: Key::of_item(Store::Data, &text("pk")?, &text("sk")?),
            before: Some(data.clone()),
            after: data,
            version: item.get("version").and_then(Value::as_u64).ok_or_else(|| missing("version"))?,
            head: text("head")?,
            event,
            earlier: None,
            author: None,
            places: Index::ALL.iter().filter(|index| **index != Index::Kind).filter_map(place).collect(),
            edges: (Vec::new(), Vec::new()),
            terms: None,
            unique: None,
        });
        Ok(self)
    }

    /// Also writes an item that goes with the records' entries.
    #[must_use]
    pub fn with(mut self, _what: Companion, operation: Operation) -> Self {
        self.only_technical = false;
        self.others.push(operation);
        self
    }

    /// Also writes an item that needs no entry.
    #[must_use]
    pub fn technical(mut self, _what: Technical, operation: Operation) -> Self {
        self.others.push(operation);
        self
    }

    /// Also sends a mail.
    #[must_use]
    pub fn mail(mut self, tenant: Tenant, mail: OutgoingMail) -> Self {
        self.only_technical = false;
        self.mail.push((tenant, mail));
        self
    }

    /// Names who did it, where the caller isn't signed in but has proven to be an account: by a password or a link.
    #[must_use]
    pub fn by_account(mut self, account: crate::domain::id::AccountId, name: Value) -> Self {
        self.author = Some((Actor::Account { id: account }, name));
        self
    }

    /// Names the function that did it, where a provider has told it something and no person calls.
    #[must_use]
    pub fn by_function(mut self, name: &str) -> Self {
        self.author = Some((Actor::Job { name: name.to_owned() }, Value::Null));
        self
    }

    /// Replaces the reply.
    #[must_use]
    pub fn replying<U>(self, output: U) -> Change<U> {
        let Self { error, writes, others, only_technical, is_of_many, mail, version, cookies, clears_site_data, author, file, .. } = self;
        let output = Some(output);
        Change { output, error, writes, others, only_technical, is_of_many, mail, version, cookies, clears_site_data, author, file }
    }

    /// Also sets a cookie.
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// Also makes the browser forget what it keeps of this origin: cache and storage.
    #[must_use]
    pub const fn clear_site_data(mut self) -> Self {
        self.clears_site_data = true;
        self
    }

    /// Whether anything is to be committed.
    #[must_use]
    pub const fn writes_nothing(&self) -> bool {
        self.writes.is_empty() && self.others.is_empty() && self.mail.is_empty()
    }
}
