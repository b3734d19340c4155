//! Who calls: a session proves an account, and an account proves an organization. A [`Tenant`] is that proof, and keys
//! are made from nothing else.

use crate::domain::id::{AccountId, Identifier, OrganizationId, RequestId, SessionId, Unique};
use crate::domain::money::Yen;
use crate::domain::operator::Operator;
use crate::domain::role::{Role, allows};
use crate::domain::timeline::Actor;
use crate::error::{Error, Result};
use serde_json::Value;

/// The right to name keys of one organization's data. Made by admission, or by the two named constructors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenant(OrganizationId);

impl Tenant {
    /// The organization.
    #[must_use]
    pub const fn id(self) -> OrganizationId {
        self.0
    }

    pub(crate) const fn admitted(organization: OrganizationId) -> Self {
        Self(organization)
    }

    /// For operator functions, jobs, and links and sign-ins whose item names the organization.
    #[must_use]
    pub const fn of_service(organization: OrganizationId) -> Self {
        Self(organization)
    }

    /// The operator's own records, such as a disclosure that its organization mustn't know of yet. No organization has this
    /// identifier: its time is 1970.
    #[must_use]
    pub fn of_operator() -> Self {
        Self(OrganizationId::from_unique(Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), [0; 10])))
    }
}

/// The language of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Japanese, unless the caller prefers English.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// From `Accept-Language` (RFC 9110, 12.5.4): the first of ja and en in the order of preference.
    #[must_use]
    pub fn accepted(header: Option<&str>) -> Self {
        let preference = |tag: &str| weighted(header).filter_map(|(found, given)| weight(&found, given, tag)).fold(0.0, f32::max);
        if preference("en") > preference("ja") { Self::English } else { Self::Japanese }
    }
}

/// What a header such as `Accept-Language` lists, in lower case, each with its weight (RFC 9110, 12.4.2): 1 where none is given.
// The grammar is a list of names with weights; the crates that read it are unmaintained or whole middlewares.
pub(crate) fn weighted(header: Option<&str>) -> impl Iterator<Item = (String, f32)> {
    let parts = header.into_iter().flat_map(|header| header.split(','));
    parts.filter_map(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next()?.to_ascii_lowercase();
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).and_then(|text| text.parse().ok()).unwrap_or(1.0);
        Some((name, weight))
    })
}

fn weight(tag: &str, weight: f32, wanted: &str) -> Option<f32> {
    let matches = tag == wanted || tag.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('-'));
    matches.then_some(weight)
}

/// A signed-in account, as it was admitted.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its organization.
    pub tenant: Tenant,
    /// The account.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
    /// The epoch of its rights: the commit holds only while it is the same.
    pub epoch: u64,
    /// Its roles.
    pub roles: Vec<Role>,
    /// Up to which amount it may approve.
    pub approval_limit: Option<Yen>,
    /// Its name, sealed as on its record.
    pub name: Value,
}

/// The caller of an endpoint.
#[derive(Clone)]
pub struct Caller {
    /// The account, where signed in.
    pub member: Option<Member>,
    /// The operator, of an operator function.
    pub operator: Option<Operator>,
    /// Who the timeline names.
    pub actor: Actor,
    /// The request.
    pub request: RequestId,
    /// The network address, as API Gateway saw it.
    pub address: String,
    /// The SHA-256 (hexadecimal) of the client certificate's DER, where one was presented.
    pub certificate: Option<String>,
    /// The refresh token from the cookie, for the session functions.
    pub refresh: Option<String>,
    /// The tokens of known devices from the cookie, for the sign-in functions.
    pub device: Option<String>,
    /// What the client calls itself: the first 200 characters of `User-Agent`.
    pub agent: String,
    /// The language of errors.
    pub language: Language,
}

// The refresh token and those of devices are secrets.
impl std::fmt::Debug for Caller {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Caller({:?}, {})", self.actor, self.request)
    }
}

impl Caller {
    fn member(&self) -> Result<&Member> {
        self.member.as_ref().ok_or(Error::Unauthenticated("session_missing"))
    }

    /// The organization. Only the admission of the endpoint decides who gets here.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where nobody is signed in.
    pub fn tenant(&self) -> Result<Tenant> {
        Ok(self.member()?.tenant)
    }

    /// The account.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where nobody is signed in.
    pub fn account(&self) -> Result<AccountId> {
        Ok(self.member()?.account)
    }

    /// The operator, as proven.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] outside of operator functions.
    pub fn operator(&self) -> Result<&Operator> {
        self.operator.as_ref().ok_or(Error::Unauthenticated("operator_proof_missing"))
    }

    /// The session.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where nobody is signed in.
    pub fn session(&self) -> Result<SessionId> {
        Ok(self.member()?.session)
    }

    /// Up to which amount the account may approve.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where nobody is signed in.
    pub fn approval_limit(&self) -> Result<Option<Yen>> {
        Ok(self.member()?.approval_limit)
    }

    /// Whether the account may do what the role allows.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.member.as_ref().is_some_and(|member| allows(&member.roles, role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_unless_english_is_preferred() {
        let table = [
            (None, Language::Japanese),
            (Some("en"), Language::English),
            (Some("en-US,en;q=0.9,ja;q=0.8"), Language::English),
            (Some("ja,en;q=0.9"), Language::Japanese),
            (Some("fr"), Language::Japanese),
            (Some("en;q=0.1, ja;q=0.2"), Language::Japanese),
            (Some(";;q=x,,"), Language::Japanese),
        ];
        for (header, language) in table {
            assert_eq!(Language::accepted(header), language, "{header:?}");
        }
    }
}
