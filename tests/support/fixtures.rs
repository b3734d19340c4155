//! Products, policyholders, animals and policies, registered through the API.

use super::cloud::TestCloud;
use chrono::{Days, Months};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// The organization that fixtures belong to unless a test says otherwise.
pub const DEMO: &str = "demo.example";
/// The other organization.
pub const OTHER: &str = "other.example";

static POLICIES: AtomicU32 = AtomicU32::new(0);

/// A policy with everything under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFixture {
    /// The policyholder's identifier.
    pub policyholder: String,
    /// The animal's identifier.
    pub animal: String,
    /// The product's identifier.
    pub product: String,
    /// The policy's identifier.
    pub policy: String,
    /// The domain of the organization's mail addresses.
    pub domain: &'static str,
}

/// Terms of a usual product: 70 %, no deductible, visit, stay and operation with caps and limits.
#[must_use]
pub fn product_terms() -> Value {
    json!({
        "name": "いぬ・ねこ 70", "coverage_rate_percent": 70, "deductible_yen": 0, "waiting_days": 30,
        "care": {
            "visit": { "cap_yen": 12_000, "limit_per_year": 20 },
            "stay": { "cap_yen": 12_000, "limit_per_year": 20 },
            "operation": { "cap_yen": 140_000, "limit_per_year": 2 },
        },
        "exclusions": ["vaccine", "checkup", "neuter", "congenital"],
        "yearly_amount_yen": 700_000,
    })
}

/// A usual policyholder.
#[must_use]
pub fn policyholder() -> Value {
    json!({
        "name": "山田 太郎", "kana": "ヤマダ タロウ", "postal_code": "100-0001", "address": "東京都千代田区千代田1-1",
        "phone": "03-1234-5678", "mail_address": "taro.yamada@policyholder.example", "bank_account": bank_account(),
    })
}

/// A usual bank account.
#[must_use]
pub fn bank_account() -> Value {
    json!({ "bank_code": "0001", "branch_code": "123", "kind": "ordinary", "number": "0123456", "holder_kana": "ヤマダ タロウ" })
}

impl TestCloud {
    /// A product of the demo organization.
    pub async fn product(&self) -> String {
        self.product_with(DEMO, product_terms()).await
    }

    /// A product with terms of its own.
    pub async fn product_with(&self, domain: &str, terms: Value) -> String {
        self.staff("administrator", domain).await.post("/api/products", json!({ "terms": terms })).await.expect(201).id()
    }

    /// A policyholder of the demo organization.
    pub async fn policyholder(&self) -> String {
        self.policyholder_with(DEMO, policyholder()).await
    }

    /// A policyholder with fields of its own.
    pub async fn policyholder_with(&self, domain: &str, fields: Value) -> String {
        self.staff("clerk", domain).await.post("/api/policyholders", fields).await.expect(201).id()
    }

    /// An animal of a policyholder of the demo organization.
    pub async fn animal(&self, policyholder: &str) -> String {
        self.animal_in(DEMO, policyholder).await
    }

    async fn animal_in(&self, domain: &str, policyholder: &str) -> String {
        let animal = json!({
            "policyholder": policyholder, "name": "ポチ", "species": "dog", "breed": "柴犬", "sex": "male",
            "born_on": self.today() - Months::new(36),
        });
        self.staff("clerk", domain).await.post("/api/animals", animal).await.expect(201).id()
    }

    /// A policy of the demo organization, with a product, policyholder and animal of its own. It began half a year ago.
    pub async fn policy(&self) -> PolicyFixture {
        self.policy_with(DEMO, product_terms()).await
    }

    /// A policy with a product of these terms.
    pub async fn policy_with(&self, domain: &'static str, terms: Value) -> PolicyFixture {
        let product = self.product_with(domain, terms).await;
        let policyholder = self.policyholder_with(domain, policyholder()).await;
        let animal = self.animal_in(domain, &policyholder).await;
        let started_on = self.today() - Months::new(6);
        let number = format!("P-{:06}", POLICIES.fetch_add(1, Ordering::Relaxed));
        let period = json!({
            "start_date": started_on, "end_date": started_on + Months::new(12) - Days::new(1), "first_start_date": started_on,
        });
        let policy = json!({ "animal": animal, "product": product, "number": number, "period": period });
        let policy = self.staff("clerk", domain).await.post("/api/policies", policy).await.expect(201).id();
        PolicyFixture { policyholder, animal, product, policy, domain }
    }
}
