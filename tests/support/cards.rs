//! Cards and premiums, taken through the API to where a test wants them.

use super::cloud::TestCloud;
use super::fixtures::PolicyFixture;
use serde_json::{Value, json};
use shared::domain::card::CardMember;

/// A card number that card companies publish for tests.
pub const CARD_NUMBER: &str = "4111111111111111";

impl TestCloud {
    /// A token of a card, as the card company's script makes it.
    #[must_use]
    pub fn card_token(&self) -> String {
        self.cloud.escott.token(CARD_NUMBER).expect("a card number")
    }

    /// Registers a card for a policyholder.
    pub async fn card(&self, domain: &str, policyholder: &str) {
        let token = json!({ "token": self.card_token() });
        let _registered =
            self.staff("clerk", domain).await.post(&format!("/api/policyholders/{policyholder}/card"), token).await.expect(201);
    }

    /// A monthly plan of 3,000 yen on a policy, due from today on.
    pub async fn premium_plan(&self, policy: &PolicyFixture) -> Value {
        let plan = json!({ "cadence": "monthly", "amount_yen": 3_000, "first_due_on": self.today() });
        self.staff("clerk", policy.domain).await.put(&format!("/api/policies/{}/premium-plan", policy.policy), plan).await.expect(200).json
    }

    /// The premiums of a policy, latest first.
    pub async fn premiums(&self, policy: &PolicyFixture) -> Vec<Value> {
        let found = self.staff("viewer", policy.domain).await.get(&format!("/api/premiums?policy={}", policy.policy)).await.expect(200);
        found.json["items"].as_array().expect("a list").clone()
    }

    /// A premium that is charged, on a policy of its own.
    pub async fn premium_charged(&self) -> (PolicyFixture, String) {
        let policy = self.policy().await;
        self.card(policy.domain, &policy.policyholder).await;
        let _plan = self.premium_plan(&policy).await;
        let _run = self.invoke("premium_charge", Value::Null).await;
        let premium = self.premiums(&policy).await.remove(0);
        assert_eq!(premium["state"], "charged", "{premium}");
        (policy, premium["id"].as_str().expect("an identifier").to_owned())
    }

    /// The identifier of a policyholder's member at the card company.
    pub async fn card_member(&self, policy: &PolicyFixture) -> String {
        let me = self.staff("viewer", policy.domain).await.get("/api/me").await.expect(200);
        let organization = me.json["organization"]["id"].as_str().expect("an organization").parse().expect("an identifier");
        CardMember::of(organization, policy.policyholder.parse().expect("an identifier"), "").id
    }
}
