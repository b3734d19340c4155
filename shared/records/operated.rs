//! What operators decide: an identifier, and no list of its own.

use crate::domain::backup::Restore;
use crate::domain::disclosure::Disclosure;
use crate::domain::erasure::Erasure;
use crate::domain::operator_access::OperatorAccess;
use crate::key::Kind;
use crate::record::Record;

impl Record for Erasure {
    const KIND: Kind = Kind::Erasure;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record for Disclosure {
    const KIND: Kind = Kind::Disclosure;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Record for Restore {
    const KIND: Kind = Kind::Restore;
    fn id(&self) -> String {
        self.id.clone()
    }
}

impl Record for OperatorAccess {
    const KIND: Kind = Kind::OperatorAccess;
    fn id(&self) -> String {
        self.id.to_string()
    }
}
