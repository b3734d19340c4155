//! The erasure of an organization (消去, WP3): instructed by the customer in writing, entered by one operator, countersigned
//! by another, and run a day later, until when it may be taken back. What it did stands in a certificate that outlives it.

use super::id::{ErasureId, OrganizationId};
use super::operator::{Countersigned, Operator};
use super::organization::{ContractState, Organization};
use super::refusal::Refusal;
use super::text::Line;
use super::time::{Timestamp, rfc3339};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// For how long after the countersignature it may be taken back, in hours.
pub const TAKE_BACK_HOURS: i64 = 24;
/// After how many days KMS deletes the organization's key: the least that KMS allows, since the day for second thoughts is over.
pub const KEY_DELETION_DAYS: u8 = 7;
/// How many days backups of the tables reach back (point-in-time recovery). The key is gone before.
pub const BACKUP_DAYS: i64 = 35;

/// Where an erasure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErasureState {
    /// 指示済: waits for the second operator.
    Instructed,
    /// 副署済: runs when its time has come.
    Countersigned,
    /// 取消済.
    TakenBack,
    /// 実行中: can't be taken back any more.
    Running,
}

/// What one operator did, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The operator.
    pub operator: Operator,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
}

/// An erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Its identifier.
    pub id: ErasureId,
    /// 指示書: the document by which the customer instructed it.
    pub document: Line<200>,
    /// 指示者: who of the customer instructed it, by office rather than by name.
    pub instructed_by: Line<200>,
    /// Where it is.
    pub state: ErasureState,
    /// Who entered it.
    pub entered: Signature,
    /// Who countersigned it.
    pub countersigned: Option<Signature>,
    /// From when it runs.
    #[serde(with = "rfc3339::option", default)]
    pub due_at: Option<Timestamp>,
    /// Who took it back.
    pub taken_back: Option<Signature>,
    /// When it began.
    #[serde(with = "rfc3339::option", default)]
    pub started_at: Option<Timestamp>,
}

impl Erasure {
    /// An erasure as one operator enters it.
    ///
    /// # Errors
    /// [`Refusal::ContractHolds`] while the contract hasn't ended.
    pub fn instruct(
        id: ErasureId,
        organization: &Organization,
        document: Line<200>,
        instructed_by: Line<200>,
        entered: Signature,
    ) -> Result<Self, Refusal> {
        if organization.state != ContractState::Ended {
            return Err(Refusal::ContractHolds);
        }
        let state = ErasureState::Instructed;
        Ok(Self { id, document, instructed_by, state, entered, countersigned: None, due_at: None, taken_back: None, started_at: None })
    }

    /// Countersigned by another operator; the day in which it may be taken back begins.
    ///
    /// # Errors
    /// [`Refusal::OperatorsSame`] or [`Refusal::ErasureStateForbids`].
    pub fn countersign(&self, by: Signature) -> Result<Self, Refusal> {
        if self.state != ErasureState::Instructed {
            return Err(Refusal::ErasureStateForbids);
        }
        Countersigned::new(self.entered.operator.clone(), by.operator.clone())?;
        let due_at = Some(by.at + chrono::TimeDelta::hours(TAKE_BACK_HOURS));
        Ok(Self { state: ErasureState::Countersigned, countersigned: Some(by), due_at, ..self.clone() })
    }

    /// Taken back by any operator, as long as it hasn't begun.
    ///
    /// # Errors
    /// [`Refusal::ErasureStateForbids`].
    pub fn take_back(&self, by: Signature) -> Result<Self, Refusal> {
        if !matches!(self.state, ErasureState::Instructed | ErasureState::Countersigned) {
            return Err(Refusal::ErasureStateForbids);
        }
        Ok(Self { state: ErasureState::TakenBack, taken_back: Some(by), ..self.clone() })
    }

    /// Begun, from when on there is no way back.
    ///
    /// # Errors
    /// [`Refusal::ErasureStateForbids`] or [`Refusal::ErasureNotDue`].
    pub fn start(&self, now: Timestamp) -> Result<Self, Refusal> {
        match (self.state, self.due_at) {
            (ErasureState::Countersigned, Some(due_at)) if now >= due_at => {
                Ok(Self { state: ErasureState::Running, started_at: Some(now), ..self.clone() })
            }
            (ErasureState::Countersigned, _) => Err(Refusal::ErasureNotDue),
            _ => Err(Refusal::ErasureStateForbids),
        }
    }
}

/// The ledger's entry of an erasure: written before anything is removed, outside the organization's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The organization.
    pub organization: OrganizationId,
    /// 名称.
    pub organization_name: Line<100>,
    /// Its KMS key.
    pub kms_key: String,
    /// The instruction.
    pub erasure: Erasure,
}

/// A certificate of erasure (消去証明書).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The form of this certificate.
    pub form: u32,
    /// The ledger's entry.
    pub ledger: LedgerEntry,
    /// Where the ledger's entry lies.
    pub ledger_name: String,
    /// How many items of each kind were removed.
    pub items: BTreeMap<String, u64>,
    /// How many documents were removed.
    pub documents: u64,
    /// How many items only the proof found: removed, and counted above, too.
    pub found_by_proof: u64,
    /// When the whole of both tables had been looked through, and nothing was left.
    #[serde(with = "rfc3339")]
    pub proven_at: Timestamp,
    /// When it was erased.
    #[serde(with = "rfc3339")]
    pub erased_at: Timestamp,
    /// From when the organization's personal values in backups can't be read: its KMS key is deleted.
    #[serde(with = "rfc3339")]
    pub backups_unreadable_from: Timestamp,
    /// From when no backup reaches back to a time before the erasure.
    #[serde(with = "rfc3339")]
    pub backups_end_at: Timestamp,
}

impl Certificate {
    /// What is signed: the RFC 8785 canonical form.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        // A tree of strings and integers always has a canonical form.
        serde_json_canonicalizer::to_vec(self).unwrap_or_default()
    }
}

/// A certificate with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCertificate {
    /// The certificate: what is signed is the SHA-256 of its RFC 8785 canonical form.
    pub certificate: Certificate,
    /// `ECDSA_SHA_256` over P-256.
    pub algorithm: String,
    /// The signature: DER, base64.
    pub signature: String,
    /// The public key: SubjectPublicKeyInfo, base64.
    pub public_key: String,
}

/// The name of an organization's entry in the ledger.
#[must_use]
pub fn ledger_name(organization: OrganizationId) -> String {
    format!("{LEDGER}{organization}/instruction.json")
}

/// The name of its certificate: `extension` is `json` or `pdf`.
#[must_use]
pub fn certificate_name(organization: OrganizationId, extension: &str) -> String {
    format!("{LEDGER}{organization}/certificate.{extension}")
}

/// Under what name the ledger lies.
pub const LEDGER: &str = "erasures/";

/// The organization whose entry in the ledger has this name.
#[must_use]
pub fn of_ledger_name(name: &str) -> Option<OrganizationId> {
    name.strip_prefix(LEDGER)?.strip_suffix("/instruction.json")?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::contract::tests::organization;
    use crate::domain::id::{Identifier, Unique};
    use chrono::TimeDelta;

    fn beginning() -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH)
    }

    fn by(operator: &str, hours: i64) -> Signature {
        Signature { operator: operator.parse().unwrap(), at: beginning() + TimeDelta::hours(hours) }
    }

    fn instructed() -> Erasure {
        let ended = organization(None).ended("2026-10-01".parse().unwrap()).unwrap();
        let id = ErasureId::from_unique(Unique::new(beginning(), [1; 10]));
        Erasure::instruct(id, &ended, "消去依頼書 2026-1".parse().unwrap(), "情報システム部長".parse().unwrap(), by("alice", 0)).unwrap()
    }

    #[test]
    fn only_an_ended_contract_is_erased() {
        let id = ErasureId::from_unique(Unique::new(beginning(), [1; 10]));
        let refused =
            Erasure::instruct(id, &organization(None), "書面".parse().unwrap(), "部長".parse().unwrap(), by("alice", 0)).unwrap_err();
        assert_eq!(refused, Refusal::ContractHolds);
    }

    #[test]
    fn two_operators_and_a_day() {
        let instructed = instructed();
        assert_eq!(instructed.countersign(by("alice", 1)).unwrap_err(), Refusal::OperatorsSame);
        let countersigned = instructed.countersign(by("bob", 1)).unwrap();
        let at = |hours| beginning() + TimeDelta::hours(hours);
        assert_eq!(countersigned.due_at, Some(at(25)));
        assert_eq!(countersigned.start(at(25) - TimeDelta::milliseconds(1)).unwrap_err(), Refusal::ErasureNotDue);
        assert_eq!(countersigned.start(at(25)).unwrap().state, ErasureState::Running);
    }

    #[test]
    fn each_state_allows_what_it_allows() {
        let instructed = instructed();
        let countersigned = instructed.countersign(by("bob", 1)).unwrap();
        let taken_back = countersigned.take_back(by("carol", 2)).unwrap();
        let running = countersigned.start(beginning() + TimeDelta::hours(25)).unwrap();
        let (later, forbids) = (beginning() + TimeDelta::days(9), Refusal::ErasureStateForbids);
        // (state, countersign, take back, start)
        let table = [
            (&instructed, true, true, false),
            (&countersigned, false, true, true),
            (&taken_back, false, false, false),
            (&running, false, false, false),
        ];
        for (erasure, countersigns, takes_back, starts) in table {
            let outcomes = [erasure.countersign(by("dave", 3)), erasure.take_back(by("dave", 3)), erasure.start(later)];
            for (outcome, allowed) in outcomes.iter().zip([countersigns, takes_back, starts]) {
                assert_eq!(outcome.is_ok(), allowed, "{:?}", erasure.state);
                assert!(outcome.is_ok() || *outcome == Err(forbids), "{:?}", erasure.state);
            }
        }
    }

    #[test]
    fn the_ledger_names_organizations() {
        let id = organization(None).id;
        assert_eq!(of_ledger_name(&ledger_name(id)), Some(id));
        assert_eq!(of_ledger_name(&certificate_name(id, "json")), None);
    }
}
