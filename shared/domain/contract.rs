//! The end of a contract (契約の終了, WP3): nobody signs in any more, and the data stays.

use super::organization::{Contract, ContractState, Organization};
use super::refusal::Refusal;
use chrono::NaiveDate;

impl Organization {
    /// The organization after its contract ended on a day. An end that was agreed for an earlier day stays.
    ///
    /// # Errors
    /// [`Refusal::ContractEnded`].
    pub fn ended(&self, today: NaiveDate) -> Result<Self, Refusal> {
        if self.state == ContractState::Ended {
            return Err(Refusal::ContractEnded);
        }
        // A contract can't end before it started.
        let end_date = self.contract.end_date.map_or(today, |agreed| agreed.min(today)).max(self.contract.start_date);
        let contract = Contract { end_date: Some(end_date), ..self.contract.clone() };
        Ok(Self { state: ContractState::Ended, contract, ..self.clone() })
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, OrganizationId, Unique};
    use crate::domain::organization::BusinessHours;
    use crate::domain::personal::Personal;

    pub fn organization(end_date: Option<&str>) -> Organization {
        let at = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        Organization {
            id: OrganizationId::from_unique(Unique::new(at, [3; 10])),
            name: "終了保険".parse().unwrap(),
            contract: Contract {
                start_date: "2026-04-01".parse().unwrap(),
                end_date: end_date.map(|day| day.parse().unwrap()),
                governing_law: "日本法".parse().unwrap(),
                jurisdiction: "東京地方裁判所".parse().unwrap(),
                notice_days: None,
            },
            state: ContractState::Active,
            contacts: Personal::new(vec![]),
            business_hours: BusinessHours { days: vec![], opens_at: "09:00".parse().unwrap(), closes_at: "18:00".parse().unwrap() },
            closed_days: vec![],
            security: Default::default(),
            digested_on: None,
            mail_consent: None,
            kms_key: "arn:aws:kms:ap-northeast-1:000000000000:key/1".into(),
            created_at: at,
        }
    }

    #[test]
    fn a_contract_ends_once_and_no_later_than_agreed() {
        let table = [
            (None, "2026-10-01", "2026-10-01"),
            (Some("2026-09-30"), "2026-10-01", "2026-09-30"),
            (Some("2027-03-31"), "2026-10-01", "2026-10-01"),
            (None, "2026-03-01", "2026-04-01"),
        ];
        for (agreed, today, ended_on) in table {
            let ended = organization(agreed).ended(today.parse().unwrap()).unwrap();
            assert_eq!((ended.state, ended.contract.end_date), (ContractState::Ended, ended_on.parse().ok()), "{agreed:?} {today}");
            assert_eq!(ended.ended(today.parse().unwrap()).unwrap_err(), Refusal::ContractEnded);
        }
    }
}
