//! What the service has at the end beside what the portfolio's files say, to the yen.

use crate::client::Client;
use crate::failure::Result;
use crate::portfolio::Animal;
use crate::reply::{all, text};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;

/// How many policies that differ are named.
const NAMED: usize = 10;

/// What is counted of one policy, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Policies.
    pub policies: u64,
    /// Claims.
    pub claims: u64,
    /// Claims that were paid.
    pub paid: u64,
    /// Claims that were rejected.
    pub rejected: u64,
    /// Claims that are anywhere else.
    pub elsewhere: u64,
    /// What was claimed.
    pub claimed_yen: u64,
    /// What was approved and paid.
    pub paid_yen: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.policies += other.policies;
        self.claims += other.claims;
        self.paid += other.paid;
        self.rejected += other.rejected;
        self.elsewhere += other.elsewhere;
        self.claimed_yen += other.claimed_yen;
        self.paid_yen += other.paid_yen;
    }
}

impl Tally {
    /// What the files say of an animal.
    pub fn expected(animal: &Animal) -> Self {
        let (claims, each) = (u64::from(animal.claims), animal.expected_each());
        let (paid, rejected) = if each > 0 { (claims, 0) } else { (0, claims) };
        Self { policies: 1, claims, paid, rejected, elsewhere: 0, claimed_yen: claims * animal.claim_yen, paid_yen: claims * each }
    }

    // An item of the list of claims.
    fn found(claim: &Value) -> Self {
        let yen = |name: &str| claim[name].as_u64().unwrap_or_default();
        let counted = Self { claims: 1, claimed_yen: yen("claimed_yen"), ..Self::default() };
        match claim["state"].as_str() {
            Some("paid") => Self { paid: 1, paid_yen: yen("approved_yen"), ..counted },
            Some("rejected") => Self { rejected: 1, ..counted },
            _ => Self { elsewhere: 1, ..counted },
        }
    }

    /// Its figures with their names, Japanese and English.
    pub const fn figures(&self) -> [(&'static str, &'static str, u64); 7] {
        [
            ("保険契約", "Policies", self.policies),
            ("保険金請求", "Claims", self.claims),
            ("  支払済", "  paid", self.paid),
            ("  不承認(免責金額以下)", "  rejected, below the deductible", self.rejected),
            ("  その他の状態", "  in other states", self.elsewhere),
            ("請求額(円)", "Claimed, yen", self.claimed_yen),
            ("支払額(円)", "Paid, yen", self.paid_yen),
        ]
    }
}

/// Both sides, and where they differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// The sum of the files.
    pub expected: Tally,
    /// The sum of what the service has.
    pub found: Tally,
    /// How many policies differ.
    pub differing: u64,
    /// Some of them.
    pub examples: Vec<String>,
}

impl Reconciliation {
    /// Whether both sides agree, each policy by itself.
    pub fn agrees(&self) -> bool {
        self.expected == self.found && self.differing == 0
    }
}

/// Reads all policies and claims back and compares. Others that the organization has are left out.
///
/// # Errors
/// Where the service refuses.
pub async fn reconcile(client: &Client, animals: &[Animal]) -> Result<Reconciliation> {
    let mut numbers = HashMap::new();
    for policy in all(client, "policy_list", "/api/policies", &[]).await? {
        numbers.insert(text(&policy, "id")?, text(&policy, "number")?);
    }
    let mut found: BTreeMap<String, Tally> = BTreeMap::new();
    for number in numbers.values() {
        *found.entry(number.clone()).or_default() += Tally { policies: 1, ..Tally::default() };
    }
    for claim in all(client, "claim_list", "/api/claims", &[]).await? {
        if let Some(number) = numbers.get(claim["policy"].as_str().unwrap_or_default()) {
            *found.entry(number.clone()).or_default() += Tally::found(&claim);
        }
    }
    Ok(compare(animals, &found))
}

fn compare(animals: &[Animal], found: &BTreeMap<String, Tally>) -> Reconciliation {
    let mut result = Reconciliation { expected: Tally::default(), found: Tally::default(), differing: 0, examples: Vec::new() };
    for animal in animals {
        let (expected, found) = (Tally::expected(animal), found.get(&animal.policy_number).copied().unwrap_or_default());
        result.expected += expected;
        result.found += found;
        if expected != found {
            result.differing += 1;
            if result.examples.len() < NAMED {
                result.examples.push(format!("{}: {}", animal.policy_number, difference(&expected, &found)));
            }
        }
    }
    result
}

fn difference(expected: &Tally, found: &Tally) -> String {
    let pairs = expected.figures().into_iter().zip(found.figures()).filter(|(expected, found)| expected.2 != found.2);
    let texts: Vec<String> = pairs.map(|((_, name, expected), (.., found))| format!("{} {found} ≠ {expected}", name.trim())).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::portfolio::read;
    use serde_json::json;

    fn animals() -> Vec<Animal> {
        let pets = "PetId,EnrollDate,Species,Breed,PetAge,Deductible\n1,1/1/18,Dog,,1 year old,100\n2,1/1/18,Cat,,1 year old,0\n3,1/1/18,Cat,,1 year old,50\n";
        let claims = "NumClaimsYr1,AvgClaimsYr1\n3,100.03\n2,0.01\n1,50\n";
        read(pets.as_bytes(), claims.as_bytes()).unwrap()
    }

    fn as_expected() -> BTreeMap<String, Tally> {
        animals().iter().map(|animal| (animal.policy_number.clone(), Tally::expected(animal))).collect()
    }

    #[test]
    fn sums_are_those_of_each_claim() {
        let result = compare(&animals(), &as_expected());
        assert!(result.agrees());
        // 3 × ⌊(15,005 - 15,000) × 70 %⌋, 2 × ⌊2 × 70 %⌋, and nothing of the third.
        let expected = Tally {
            policies: 3,
            claims: 6,
            paid: 5,
            rejected: 1,
            elsewhere: 0,
            claimed_yen: 3 * 15_005 + 2 * 2 + 7_500,
            paid_yen: 3 * 3 + 2,
        };
        assert_eq!(result.expected, expected);
    }

    #[test]
    fn differences_that_cancel_out_are_found_and_named() {
        let mut found = as_expected();
        found.get_mut("PET-00000001").unwrap().paid_yen += 1;
        found.get_mut("PET-00000002").unwrap().paid_yen -= 1;
        let result = compare(&animals(), &found);
        assert_eq!((result.expected, result.agrees(), result.differing), (result.found, false, 2));
        assert_eq!(result.examples, ["PET-00000001: Paid, yen 10 ≠ 9", "PET-00000002: Paid, yen 1 ≠ 2"]);
        found.remove("PET-00000003");
        assert_eq!(compare(&animals(), &found).differing, 3);
    }

    #[test]
    fn an_approved_claim_counts_only_when_it_is_paid() {
        let item = |state: &str| Tally::found(&json!({ "state": state, "claimed_yen": 20, "approved_yen": 14 }));
        assert_eq!((item("paid").paid, item("paid").paid_yen), (1, 14));
        assert_eq!((item("approved").elsewhere, item("approved").paid_yen), (1, 0));
        assert_eq!((item("rejected").rejected, item("rejected").claimed_yen), (1, 20));
    }
}
