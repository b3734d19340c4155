//! Records: the stored, versioned things that have a timeline.

use crate::caller::Tenant;
use crate::key::{Key, Kind, Place};
use serde::{Serialize, de::DeserializeOwned};
use std::ops::Deref;

/// A search term of a record (検索語), to be folded and hashed under the organization's blind-index key. Debug output doesn't
/// show its text, which is personal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The list it is searched in, such as `policyholder.name`.
    pub list: &'static str,
    /// The folded text; see [`crate::domain::search`].
    pub text: String,
}

impl std::fmt::Debug for Term {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Term({})", self.list)
    }
}

/// A record: what it is called, where it lies, and in which lists it stands.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync {
    /// Its kind.
    const KIND: Kind;

    /// Its identifier.
    fn id(&self) -> String;

    /// Its places in indexes, besides the one of its kind.
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let _ = tenant;
        Vec::new()
    }

    /// Lists in which it stands by a plain value, such as its labels: (list, value).
    fn edges(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The terms it is found by; `None` where its personal fields aren't open, so the present ones stay.
    fn terms(&self) -> Option<Vec<Term>> {
        Some(Vec::new())
    }

    /// Terms that only one record of the organization may have; a second is refused with the code beside it.
    fn unique_terms(&self) -> Option<Vec<(Term, &'static str)>> {
        Some(Vec::new())
    }

    /// Its key.
    fn key(&self, tenant: Tenant) -> Key {
        crate::key::record(tenant, Self::KIND, &self.id())
    }
}

/// A record as it lay in the store, with its version and the head of its timeline.
#[derive(Clone, Debug)]
pub struct Stored<R> {
    record: R,
    pub(crate) version: u64,
    pub(crate) head: String,
    pub(crate) key: Key,
}

impl<R> Stored<R> {
    pub(crate) const fn new(record: R, version: u64, head: String, key: Key) -> Self {
        Self { record, version, head, key }
    }

    /// The version: 1 for a new record, one more with each change. It is also the number of its timeline entries.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// A copy of the record, to be changed.
    pub fn record(&self) -> R
    where
        R: Clone,
    {
        self.record.clone()
    }
}

impl<R> Deref for Stored<R> {
    type Target = R;
    fn deref(&self) -> &R {
        &self.record
    }
}
