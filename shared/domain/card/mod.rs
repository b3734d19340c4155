//! Cards that premiums are charged to (クレジットカード). A card number never reaches the service: the card company's own script
//! makes a token of it in the browser, and the token registers a member there, whose card is charged from then on.

mod number;
mod on_file;
mod token;

pub use number::{body_holds_number, holds_number, is_number};
pub use on_file::{CardOnFile, CardState};
pub use token::CardToken;

use crate::domain::id::{OrganizationId, PolicyholderId};
use serde::{Deserialize, Serialize};

/// How many characters the card company takes for a member's identifier.
const MEMBER_CHARACTERS: usize = 20;
/// How many it takes for a member's password.
const PASSWORD_CHARACTERS: usize = 12;

/// A member at the card company (会員), for one policyholder: whoever has the password can charge the card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardMember {
    /// 会員ID: follows from our own identifiers.
    pub id: String,
    /// 会員パスワード.
    pub password: String,
}

impl CardMember {
    /// The member of a policyholder. Identifier and password are the same each time, so that a registration whose answer was lost
    /// is repeated on the same member. `secret` is a keyed hash that only this service can make.
    #[must_use]
    pub fn of(organization: OrganizationId, policyholder: PolicyholderId, secret: &str) -> Self {
        let digest = crate::seal::sha256(format!("{organization}#{policyholder}").as_bytes());
        let id = crate::domain::timeline::hexadecimal(&digest).chars().take(MEMBER_CHARACTERS).collect();
        let password = secret.chars().filter(char::is_ascii_alphanumeric).take(PASSWORD_CHARACTERS).collect();
        Self { id, password }
    }
}

impl std::fmt::Debug for CardMember {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CardMember(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, Unique};

    #[test]
    fn a_member_is_the_same_each_time_and_another_for_everybody_else() {
        let unique = |byte: u8| Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), [byte; 10]);
        let of = |organization: u8, policyholder: u8| {
            CardMember::of(
                OrganizationId::from_unique(unique(organization)),
                PolicyholderId::from_unique(unique(policyholder)),
                "aB-3_defghijklmnopqrst",
            )
        };
        let member = of(1, 1);
        assert_eq!((member.id.len(), member.password.as_str()), (MEMBER_CHARACTERS, "aB3defghijkl"));
        assert!(member == of(1, 1) && member.id != of(1, 2).id && member.id != of(2, 1).id);
        assert_eq!(format!("{member:?}"), "CardMember(…)");
    }
}
