//! What is made: products, and for each animal its policyholder, itself, its policy and its claims, each from draft to payment.
//!
//! Everything can be found again by what it is named after, so that a run that was cut off goes on where it stopped, also when
//! the service has long forgotten the keys of its requests.

mod claims;
mod products;

use crate::calendar::{Period, policy_year, treatment_days};
use crate::client::{Ask, Body, Client, Role};
use crate::failure::{Failure, Result};
use crate::invented;
use crate::portfolio::Animal;
use crate::reply::{first, text, unexpected};
use chrono::NaiveDate;
use products::products;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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

impl<'c> Work<'c> {
    /// Looks whether the organization has policyholders yet, and makes the products that are missing.
    ///
    /// # Errors
    /// Where the service refuses, or a product of the same name has other terms.
    pub async fn prepare(client: &'c Client, animals: &[Animal], today: NaiveDate) -> Result<Self> {
        let path = "/api/policyholders";
        let first =
            client.ask(&Ask { step: "policyholder_list", role: Role::Clerk, path, query: &[("limit", "1")], body: Body::Nothing }).await?;
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
        self.client.ask(&Ask { step, role: Role::Clerk, path, query, body: Body::Nothing }).await
    }

    async fn search(&self, step: &'static str, path: &str, body: Value) -> Result<Value> {
        self.client.ask(&Ask { step, role: Role::Clerk, path, query: &[], body: Body::Search(body) }).await
    }

    async fn create(&self, step: &'static str, path: &str, animal: &Animal, body: Value) -> Result<Value> {
        let key = format!("load-{}-{step}", animal.policy_number);
        self.client.ask(&Ask { step, role: Role::Clerk, path, query: &[], body: Body::Write(body, key) }).await
    }

    async fn policy(&self, animal: &Animal) -> Result<Policy> {
        let product = self.products.get(&animal.deductible_yen).ok_or_else(|| unexpected("product", &Value::Null))?;
        if self.looks_first
            && let Some(found) =
                first(self.search("policy_search", "/api/policies/search", json!({ "number": animal.policy_number })).await?)
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
            && let Some(found) =
                first(self.search("policyholder_search", "/api/policyholders/search", json!({ "mail_address": mail_address })).await?)
        {
            return text(&found, "id");
        }
        text(&self.create("policyholder_create", "/api/policyholders", animal, invented::policyholder(animal.pet)).await?, "id")
    }
}

fn read_policy(policy: &Value) -> Result<Policy> {
    let day = |name: &str| serde_json::from_value(policy["period"][name].clone()).map_err(|_| unexpected(name, policy));
    Ok(Policy { id: text(policy, "id")?, period: Period { start: day("start_date")?, end: day("end_date")? }, is_new: true })
}
