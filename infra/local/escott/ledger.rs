//! The card company's books: tokens, members, charges.

use serde::{Deserialize, Serialize};
use shared::domain::card::is_number;
use std::collections::BTreeMap;

/// Where a charge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChargeState {
    /// Reserved (与信).
    Authorized,
    /// Taken (売上).
    Gathered,
    /// Cancelled (取消).
    Cancelled,
}

/// A charge.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Its identifier.
    pub process_id: String,
    /// Its password.
    pub(super) process_pass: String,
    /// The shop's name for it.
    pub name: String,
    /// Its amount.
    pub amount: u32,
    /// Where it stands.
    pub state: ChargeState,
    /// The last operation that was done to it.
    pub(super) operation: String,
}

impl std::fmt::Debug for Charge {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Charge({} {} {:?})", self.name, self.amount, self.state)
    }
}

/// A member.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Member {
    pub password: String,
    pub valid: bool,
}

/// The books.
#[derive(Default, Serialize, Deserialize)]
pub struct Ledger {
    tokens: BTreeMap<String, bool>,
    members: BTreeMap<String, Member>,
    charges: Vec<Charge>,
    declines: BTreeMap<String, String>,
    issued: u64,
}

impl Ledger {
    pub(super) fn number(&mut self) -> u64 {
        self.issued += 1;
        self.issued
    }

    /// Letters stand between the digits: a token must not look like a card number.
    pub(super) fn token(&mut self, number: &str) -> Option<String> {
        is_number(number).then(|| {
            let token = format!("tok_{:x}k{}", self.number(), &number[number.len() - 4..]);
            self.tokens.insert(token.clone(), false);
            token
        })
    }

    /// A token is good once.
    pub(super) fn take(&mut self, token: &str) -> Result<(), &'static str> {
        match self.tokens.get_mut(token) {
            None => Err("K20"),
            Some(true) => Err("K21"),
            Some(used) => {
                *used = true;
                Ok(())
            }
        }
    }

    pub(super) fn decline(&mut self, member: &str, codes: Option<&str>) {
        match codes {
            Some(codes) => self.declines.insert(member.to_owned(), codes.to_owned()),
            None => self.declines.remove(member),
        };
    }

    pub(super) fn declined(&self, member: &str) -> Option<&String> {
        self.declines.get(member)
    }

    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Charge> {
        self.charges.iter().filter(move |charge| charge.name == name)
    }

    pub(super) fn members(&self) -> usize {
        self.members.len()
    }

    pub(super) fn members_mut(&mut self) -> &mut BTreeMap<String, Member> {
        &mut self.members
    }

    pub(super) fn add(&mut self, name: &str, amount: u32, state: ChargeState, operation: &str) -> Charge {
        let number = self.number();
        let charge = Charge {
            process_id: format!("p{number:x}"),
            process_pass: format!("s{:x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            name: name.to_owned(),
            amount,
            state,
            operation: operation.to_owned(),
        };
        self.charges.push(charge.clone());
        charge
    }

    /// The charge of an identifier and its password.
    pub(super) fn charge(&mut self, process_id: &str, process_pass: &str) -> Option<&mut Charge> {
        self.charges.iter_mut().find(|charge| charge.process_id == process_id && charge.process_pass == process_pass)
    }
}
