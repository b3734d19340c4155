//! What is made: products, and for each animal its policyholder, itself, its policy and its claims, each from draft to payment.
//!
//! Everything can be found again by what it is named after, so that a run that was cut off goes on where it stopped, also when
//! the service has long forgotten the keys of its requests.

use crate::amounts::{COVERAGE_PERCENT, grouped};
use crate::calendar::{Period, WAITING_DAYS, policy_year, treatment_days};
use crate::client::{Ask, Client, Failure, Result, Role};
use crate::invented;
use crate::portfolio::Animal;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The largest page of a list.
const PAGE: &str = "100";

/// The work, with what all animals share.
pub struct Work<'c> {
    client: &'c Client,
    today: NaiveDate,
    /// Whether something was there before: only then is each thing looked for before it is made.
    looks_first: bool,
    /// The product of each deductible.
    products: BTreeMap<u64, String>,
}

struct Policy {
    id: String,
    period: Period,
    is_new: bool,
}

struct Claim {
    id: String,
    state: String,
    /// What it pays, once it was assessed in this run.
    total_yen: Option<u64>,
}

impl<'c> Work<'c> {
    /// Looks whether the organization has policyholders yet, and makes the products that are missing.
    ///
    /// # Errors
    /// Where the service refuses, or a product of the same name has other terms.
    pub async fn prepare(client: &'c Client, animals: &[Animal], today: NaiveDate) -> Result<Self> {
        let path = "/api/policyholders";
        let first = client.ask(&Ask { step: "policyholder_list", role: Role::Clerk, path, query: &[("limit", "1")], write: None }).await?;
        let is_empty = first["items"].as_array().is_some_and(Vec::is_empty) && first["next"].is_null();
        let products = products(client, animals).await?;
        Ok(Self { client, today, looks_first: !is_empty, products })
    }

    /// Makes an animal with everything around it and takes its claims to their end, one after the other, since they share the
    /// policy's ledger. `done` is told of the policy and of each claim.
    ///
    /// # Errors
    /// Where the service refuses, or something of the same name isn't of this portfolio.
    pub async fn load(&self, animal: &Animal, done: impl Fn()) -> Result<()> {
        let policy = self.policy(animal).await?;
        let mut found = if policy.is_new || animal.claims == 0 { Vec::new() } else { self.claims(animal, &policy).await? };
        done();
        let too_many = || Failure::Unexpected(format!("{}: 保険年度が短すぎます / the policy year is too short", animal.policy_number));
        let days = treatment_days(policy.period, animal.claims).ok_or_else(too_many)?;
        found.reverse();
        for (at, treated_on) in days.into_iter().enumerate() {
            let number = at as u64 + 1;
            let claim = match found.pop() {
                Some(claim) => claim,
                None => self.make_claim(animal, &policy, number, treated_on).await?,
            };
            self.take_to_end(animal, number, claim).await?;
            done();
        }
        Ok(())
    }

    async fn get(&self, step: &'static str, path: &str, query: &[(&str, &str)]) -> Result<Value> {
        self.client.ask(&Ask { step, role: Role::Clerk, path, query, write: None }).await
    }

    async fn create(&self, step: &'static str, path: &str, animal: &Animal, body: Value) -> Result<Value> {
        let key = format!("load-{}-{step}", animal.policy_number);
        self.client.ask(&Ask { step, role: Role::Clerk, path, query: &[], write: Some((body, key)) }).await
    }

    async fn policy(&self, animal: &Animal) -> Result<Policy> {
        let product = self.products.get(&animal.deductible_yen).ok_or_else(|| unexpected("product", &Value::Null))?;
        if self.looks_first
            && let Some(found) = first(self.get("policy_list", "/api/policies", &[("number", &animal.policy_number)]).await?)
        {
            if found["product"] != **product {
                let number = &animal.policy_number;
                return Err(Failure::Unexpected(format!(
                    "{number}: 別のデータの契約です / a policy of other data has this number: {found}"
                )));
            }
            return Ok(Policy { is_new: false, ..read_policy(&found)? });
        }
        let unreadable = || Failure::Unexpected(format!("{}: no policy year for {}", animal.policy_number, animal.enrolled_on));
        let period = policy_year(animal.enrolled_on, self.today).ok_or_else(unreadable)?;
        let insured = self.animal(animal, period).await?;
        let body = json!({
            "animal": insured,
            "product": product,
            "number": animal.policy_number,
            "period": { "start_date": period.start, "end_date": period.end, "first_start_date": period.start },
        });
        read_policy(&self.create("policy_create", "/api/policies", animal, body).await?)
    }

    async fn animal(&self, animal: &Animal, period: Period) -> Result<String> {
        let policyholder = self.policyholder(animal).await?;
        if self.looks_first
            && let Some(found) = first(self.get("animal_list", "/api/animals", &[("policyholder", &policyholder)]).await?)
        {
            return text(&found, "id");
        }
        let body = json!({
            "policyholder": policyholder,
            "name": invented::animal_name(animal.pet),
            "species": animal.species,
            "breed": animal.breed,
            "born_on": animal.age.born_on(period.start),
        });
        text(&self.create("animal_create", "/api/animals", animal, body).await?, "id")
    }

    async fn policyholder(&self, animal: &Animal) -> Result<String> {
        let mail_address = invented::mail_address(animal.pet);
        if self.looks_first
            && let Some(found) = first(self.get("policyholder_list", "/api/policyholders", &[("mail_address", &mail_address)]).await?)
        {
            return text(&found, "id");
        }
        text(&self.create("policyholder_create", "/api/policyholders", animal, invented::policyholder(animal.pet)).await?, "id")
    }

    // Oldest first: claims of one policy are made one after the other, so the first ones found are the first ones of the data.
    async fn claims(&self, animal: &Animal, policy: &Policy) -> Result<Vec<Claim>> {
        let mut claims = Vec::new();
        for item in all(self.client, "claim_list", "/api/claims", &[("policy", &policy.id)]).await? {
            if item["claimed_yen"] != animal.claim_yen {
                return Err(Failure::Unexpected(format!(
                    "{}: 別の請求があります / has a claim of other data: {item}",
                    animal.policy_number
                )));
            }
            claims.push(Claim { id: text(&item, "id")?, state: text(&item, "state")?, total_yen: None });
        }
        claims.reverse();
        if claims.len() as u64 > u64::from(animal.claims) {
            let number = &animal.policy_number;
            return Err(Failure::Unexpected(format!("{number}: {} 件の請求があります / has more claims than the data", claims.len())));
        }
        Ok(claims)
    }

    async fn make_claim(&self, animal: &Animal, policy: &Policy, number: u64, treated_on: NaiveDate) -> Result<Claim> {
        let diagnosis = invented::diagnosis(animal.pet, number);
        let line = json!({
            "treated_on": treated_on,
            "care": "visit",
            "category": "treatment",
            "amount_yen": animal.claim_yen,
            "item": format!("診療費({diagnosis})"),
        });
        let body = json!({
            "policy": policy.id,
            "cause": "illness",
            "lines": [line],
            "diagnosis": diagnosis,
            "bank_account": invented::bank_account(animal.pet),
        });
        let made = self.step(animal, number, ("claim_create", Role::Clerk), "/api/claims", body).await?;
        Ok(Claim { id: text(&made, "id")?, state: text(&made, "state")?, total_yen: None })
    }

    async fn step(&self, animal: &Animal, number: u64, (step, role): (&'static str, Role), path: &str, body: Value) -> Result<Value> {
        let key = format!("load-{}-{number}-{step}", animal.policy_number);
        self.client.ask(&Ask { step, role, path, query: &[], write: Some((body, key)) }).await
    }

    async fn take_to_end(&self, animal: &Animal, number: u64, mut claim: Claim) -> Result<()> {
        while let Some((step, role, verb)) = next_step(&claim) {
            let body = if verb == "reject" { json!({ "reasons": ["below_deductible"] }) } else { json!({}) };
            match self.step(animal, number, (step, role), &format!("/api/claims/{}/{verb}", claim.id), body).await {
                Ok(reply) => {
                    claim.state = text(&reply, "state")?;
                    claim.total_yen = reply["assessment"]["total_yen"].as_u64();
                }
                Err(failure) if failure.is("nothing_payable") => claim.total_yen = Some(0),
                Err(failure) if failure.is("claim_state_forbids") => claim.state = self.later_state(&claim, failure).await?,
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    // Somebody else took the step: the loader goes on from there. A claim that stands where it stood, or before, is a fault.
    async fn later_state(&self, claim: &Claim, failure: Failure) -> Result<String> {
        let state = text(&self.get("claim_show", &format!("/api/claims/{}", claim.id), &[]).await?, "state")?;
        let place = |state: &str| {
            ["draft", "submitted", "under_assessment", "assessed", "approved"]
                .iter()
                .position(|known| *known == state)
                .unwrap_or(usize::MAX)
        };
        if place(&state) > place(&claim.state) { Ok(state) } else { Err(failure) }
    }
}

// A claim that is anywhere else is paid, rejected, or in somebody's hands: the reconciliation tells.
fn next_step(claim: &Claim) -> Option<(&'static str, Role, &'static str)> {
    match claim.state.as_str() {
        "draft" => Some(("claim_submit", Role::Clerk, "submit")),
        "submitted" | "under_assessment" => Some(("claim_assess", Role::Assessor, "assess")),
        "assessed" if claim.total_yen == Some(0) => Some(("claim_reject", Role::Approver, "reject")),
        "assessed" => Some(("claim_approve", Role::Approver, "approve")),
        "approved" => Some(("claim_pay", Role::Approver, "pay")),
        _ => None,
    }
}

/// The products by deductible; those that aren't there yet are made.
async fn products(client: &Client, animals: &[Animal]) -> Result<BTreeMap<u64, String>> {
    let known = all(client, "product_list", "/api/products", &[]).await?;
    let mut products = BTreeMap::new();
    for deductible in animals.iter().map(|animal| animal.deductible_yen) {
        if products.contains_key(&deductible) {
            continue;
        }
        let terms = terms(deductible);
        let product = match known.iter().find(|product| product["terms"]["name"] == terms["name"]) {
            Some(product) if product["terms"] == terms => text(product, "id")?,
            Some(product) => {
                return Err(Failure::Unexpected(format!(
                    "同じ名前の別の商品があります / a product of this name has other terms: {product}"
                )));
            }
            None => {
                let write = Some((json!({ "terms": terms }), format!("load-product-{deductible}")));
                let ask = Ask { step: "product_create", role: Role::Administrator, path: "/api/products", query: &[], write };
                text(&client.ask(&ask).await?, "id")?
            }
        };
        products.insert(deductible, product);
    }
    Ok(products)
}

// Nothing is capped, limited or excluded, so that the expected sum needs no ledger.
fn terms(deductible_yen: u64) -> Value {
    json!({
        "name": format!("ペットプラン{COVERAGE_PERCENT} 免責{}円", grouped(deductible_yen)),
        "coverage_rate_percent": COVERAGE_PERCENT,
        "deductible_yen": deductible_yen,
        "care": { "visit": {}, "stay": {}, "operation": {} },
        "waiting_days": WAITING_DAYS,
        "exclusions": [],
    })
}

/// All items of a list, in its order.
///
/// # Errors
/// Where the service refuses, or a page isn't one.
pub async fn all(client: &Client, step: &'static str, path: &str, query: &[(&str, &str)]) -> Result<Vec<Value>> {
    let (mut items, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut query = [&[("limit", PAGE)], query].concat();
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let mut page = client.ask(&Ask { step, role: Role::Clerk, path, query: &query, write: None }).await?;
        match page["items"].take() {
            Value::Array(found) => items.extend(found),
            _ => return Err(unexpected("items", &page)),
        }
        match page["next"].take() {
            Value::String(next) => cursor = Some(next),
            _ => return Ok(items),
        }
    }
}

fn first(mut page: Value) -> Option<Value> {
    Some(page["items"].as_array_mut()?.drain(..).next()).flatten()
}

fn read_policy(policy: &Value) -> Result<Policy> {
    let day = |name: &str| serde_json::from_value(policy["period"][name].clone()).map_err(|_| unexpected(name, policy));
    Ok(Policy { id: text(policy, "id")?, period: Period { start: day("start_date")?, end: day("end_date")? }, is_new: true })
}

/// A member that is text.
///
/// # Errors
/// Where it isn't there.
pub fn text(value: &Value, name: &str) -> Result<String> {
    value[name].as_str().map(str::to_owned).ok_or_else(|| unexpected(name, value))
}

fn unexpected(name: &str, value: &Value) -> Failure {
    Failure::Unexpected(format!("{name} がありません / is missing: {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(state: &str, total_yen: Option<u64>) -> Claim {
        Claim { id: "clm_1".into(), state: state.into(), total_yen }
    }

    #[test]
    fn a_claim_goes_from_draft_to_payment_or_rejection() {
        for (state, total, verb) in [
            ("draft", None, Some("submit")),
            ("submitted", None, Some("assess")),
            ("under_assessment", None, Some("assess")),
            ("assessed", Some(1), Some("approve")),
            ("assessed", Some(0), Some("reject")),
            // Found so: its figures aren't known, and approving tells.
            ("assessed", None, Some("approve")),
            ("approved", Some(1), Some("pay")),
            ("paid", Some(1), None),
            ("rejected", Some(0), None),
            ("withdrawn", None, None),
        ] {
            assert_eq!(next_step(&claim(state, total)).map(|(_, _, verb)| verb), verb, "{state} {total:?}");
        }
    }

    #[test]
    fn the_terms_cap_limit_and_exclude_nothing() {
        let terms = terms(37_500);
        assert_eq!(terms["name"], "ペットプラン70 免責37,500円");
        assert_eq!(terms["care"], json!({ "visit": {}, "stay": {}, "operation": {} }));
        assert_eq!((&terms["exclusions"], &terms["yearly_amount_yen"]), (&json!([]), &Value::Null));
    }
}
