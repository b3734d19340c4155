//! What must agree after a kill, seen through the API.

use crate::timelines::{Timeline, pages};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tests::{Actor, PASSWORD};

/// The way that the loader takes a claim; a claim stands somewhere on it, and every step of it was done once.
const TO_PAYMENT: [(&str, &str); 5] = [
    ("claim_created", "draft"),
    ("claim_submitted", "submitted"),
    ("claim_assessed", "assessed"),
    ("claim_approved", "approved"),
    ("claim_paid", "paid"),
];
/// The end of a claim that pays nothing.
const REJECTED: (&str, &str) = ("claim_rejected", "rejected");

/// Compares records with their timelines, after each kill those that may have changed.
pub struct Checker {
    base: String,
    /// The steps that each claim had behind it when it was last seen.
    seen: BTreeMap<String, usize>,
    /// How many claims stand in each state.
    states: BTreeMap<String, usize>,
    /// Policies that were seen with all they belong to.
    known_policies: BTreeSet<String>,
}

/// What the lists hold.
struct Lists {
    policies: BTreeMap<String, Value>,
    claims: BTreeMap<String, Value>,
}

impl Checker {
    /// One that has seen nothing yet.
    pub fn new(base: &str) -> Self {
        Self { base: base.to_owned(), seen: BTreeMap::new(), states: BTreeMap::new(), known_policies: BTreeSet::new() }
    }

    /// How many claims there are, by state.
    pub fn summary(&self) -> String {
        let states: Vec<String> = self.states.iter().map(|(state, count)| format!("{count} {state}")).collect();
        format!("{} claims ({})", self.seen.len(), states.join(", "))
    }

    /// Checks what moved since the last time, and that nothing went back or away. Returns the differences.
    pub async fn check_changed(&mut self) -> Vec<String> {
        let actor = self.sign_in().await;
        let (lists, mut differences) = self.lists(&actor).await;
        let steps = |claim: &Value| steps_to(claim["state"].as_str().unwrap_or_default()).unwrap_or_default();
        let moved: BTreeSet<String> =
            lists.claims.iter().filter(|(id, claim)| self.seen.get(*id) != Some(&steps(claim))).map(|(id, _)| id.clone()).collect();
        for (id, before) in &self.seen {
            match lists.claims.get(id).map(steps) {
                None => differences.push(format!("{id} is gone")),
                Some(now) if now < *before => differences.push(format!("{id} went back from step {before} to {now}")),
                Some(_) => {}
            }
        }
        let touched = moved.iter().filter_map(|id| lists.claims[id]["policy"].as_str().map(str::to_owned));
        let new = lists.policies.keys().filter(|id| !self.known_policies.contains(*id)).cloned();
        let policies: BTreeSet<String> = touched.chain(new).collect();
        differences.extend(self.check_records(&actor, &lists, &moved, &policies).await);
        differences.extend(state_index(&actor, &lists, &["draft", "submitted", "assessed", "approved"]).await);
        self.remember(&lists);
        differences
    }

    /// Checks everything, the organization's timeline included.
    pub async fn check_all(&mut self) -> Vec<String> {
        let actor = self.sign_in().await;
        let (lists, mut differences) = self.lists(&actor).await;
        self.known_policies.clear();
        let (claims, policies) = (lists.claims.keys().cloned().collect(), lists.policies.keys().cloned().collect());
        differences.extend(self.check_records(&actor, &lists, &claims, &policies).await);
        let states = TO_PAYMENT.iter().chain([&REJECTED]).map(|(_, state)| *state).collect::<Vec<_>>();
        differences.extend(state_index(&actor, &lists, &states).await);
        differences.extend(organization_timeline(&actor, &lists).await);
        self.remember(&lists);
        differences
    }

    // Anew each time: that somebody can sign in after a kill is part of it.
    async fn sign_in(&self) -> Actor {
        let actor = Actor::new(tests::support::cloud::client(), &self.base);
        let reply = actor.sign_in("viewer@demo.example", PASSWORD).await;
        assert_eq!(reply.status, 201, "nobody can sign in: {}", reply.text);
        actor
    }

    async fn lists(&self, actor: &Actor) -> (Lists, Vec<String>) {
        let mut differences = Vec::new();
        let mut read = |found: Result<Vec<Value>, String>| match found {
            Ok(items) => items.into_iter().map(|item| (item["id"].as_str().unwrap_or_default().to_owned(), item)).collect(),
            Err(refused) => {
                differences.push(refused);
                BTreeMap::new()
            }
        };
        let policies = read(pages(actor, "/api/policies", "").await);
        let claims = read(pages(actor, "/api/claims", "").await);
        (Lists { policies, claims }, differences)
    }

    async fn check_records(&self, actor: &Actor, lists: &Lists, claims: &BTreeSet<String>, policies: &BTreeSet<String>) -> Vec<String> {
        let mut differences = Vec::new();
        for id in claims {
            differences.extend(claim(actor, id, &lists.claims[id]).await);
        }
        for id in policies {
            let Some(listed) = lists.policies.get(id) else {
                differences.push(format!("{id} has claims and isn't listed"));
                continue;
            };
            differences.extend(policy(actor, id, &lists.claims).await);
            if !self.known_policies.contains(id) {
                differences.extend(insured(actor, id, listed).await);
            }
        }
        differences
    }

    fn remember(&mut self, lists: &Lists) {
        self.states.clear();
        for (id, claim) in &lists.claims {
            let state = claim["state"].as_str().unwrap_or_default();
            self.seen.insert(id.clone(), steps_to(state).unwrap_or_default());
            *self.states.entry(state.to_owned()).or_default() += 1;
        }
        self.known_policies.extend(lists.policies.keys().cloned());
    }
}

// The number of entries that a claim in a state has.
fn steps_to(state: &str) -> Option<usize> {
    if state == REJECTED.1 {
        return Some(4);
    }
    TO_PAYMENT.iter().position(|(_, known)| *known == state).map(|place| place + 1)
}

fn operations_to(state: &str) -> Option<Vec<&'static str>> {
    let steps = steps_to(state)?;
    let mut operations: Vec<&str> = TO_PAYMENT.iter().take(steps).map(|(operation, _)| *operation).collect();
    if state == REJECTED.1 {
        operations[3] = REJECTED.0;
    }
    Some(operations)
}

/// A claim, its timeline, its version, its figures and its payout.
async fn claim(actor: &Actor, id: &str, listed: &Value) -> Vec<String> {
    let shown = actor.get(&format!("/api/claims/{id}")).await;
    let timeline = Timeline::read(actor, "claims", "claim", id).await;
    let state = shown.json["state"].as_str().unwrap_or_default();
    let mut differences = timeline.faults.clone();
    let mut differ = |holds: bool, what: &str| {
        if !holds {
            differences.push(format!("{id} ({state}): {what}: {} {} {:?}", shown.status, shown.text, timeline.operations()));
        }
    };
    differ(listed["state"] == state, "the list has another state");
    differ(
        operations_to(state).is_some_and(|operations| operations == timeline.operations()),
        "the timeline's steps don't lead to the state",
    );
    differ(timeline.last_state() == Some(state), "the last entry names another state");
    differ(shown.header("etag") == Some(&format!("\"{}\"", timeline.entries.len())), "the version isn't the number of entries");
    let is_there = |name: &str| !shown.json[name].is_null();
    let is_settled = matches!(state, "approved" | "paid");
    differ(is_there("received_on") == (state != "draft"), "received_on");
    differ(is_there("assessment") == !matches!(state, "draft" | "submitted"), "assessment");
    differ(is_there("approved_yen") == is_settled, "approved_yen");
    differ(!is_settled || shown.json["approved_yen"] == shown.json["assessment"]["total_yen"], "approved is not what was assessed");
    differ(is_there("payout") == is_settled, "a payout exists exactly for an approved claim");
    differ(is_there("rejected") == (state == REJECTED.1), "rejected");
    differ(shown.json["paid_yen"] == if state == "paid" { shown.json["approved_yen"].clone() } else { 0.into() }, "paid_yen");
    differ(is_there("paid_on") == (state == "paid"), "paid_on");
    if let Some(payout) = shown.json["payout"].as_str() {
        let timeline = Timeline::read(actor, "payouts", "payout", payout).await;
        let expected: &[&str] = if state == "paid" { &["payout_created", "payout_settled"] } else { &["payout_created"] };
        differ(timeline.operations() == expected, &format!("its payout {payout} says {:?}", timeline.operations()));
        differences.extend(timeline.faults);
    }
    differences
}

/// A policy's ledger beside the claims that were approved under it.
async fn policy(actor: &Actor, id: &str, claims: &BTreeMap<String, Value>) -> Vec<String> {
    let shown = actor.get(&format!("/api/policies/{id}")).await;
    let timeline = Timeline::read(actor, "policies", "policy", id).await;
    let booked = claims.values().filter(|claim| claim["policy"] == id && matches!(claim["state"].as_str(), Some("approved" | "paid")));
    let amounts: Vec<u64> = booked.map(|claim| claim["approved_yen"].as_u64().unwrap_or_default()).collect();
    let used =
        |name: &str| -> u64 { shown.json["years"].as_array().into_iter().flatten().filter_map(|year| year["used"][name].as_u64()).sum() };
    let mut differences = timeline.faults.clone();
    let mut differ = |holds: bool, what: &str| {
        if !holds {
            differences.push(format!("{id}: {what}, approved {amounts:?}: {} {} {:?}", shown.status, shown.text, timeline.operations()));
        }
    };
    differ(used("amount_yen") == amounts.iter().sum::<u64>(), "the ledger's amount isn't what was approved");
    differ(used("visit_days") == amounts.len() as u64, "the ledger's days aren't those that were approved");
    let expected = [vec!["policy_created"], vec!["policy_limits_used"; amounts.len()]].concat();
    differ(timeline.operations() == expected, "the timeline isn't one booking for each approval");
    differ(shown.header("etag") == Some(&format!("\"{}\"", timeline.entries.len())), "the version isn't the number of entries");
    differences
}

/// A new policy is found by its number, and its animal and policyholder are there, each with the one entry of its making.
async fn insured(actor: &Actor, id: &str, listed: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let number = listed["number"].as_str().unwrap_or_default();
    let found = actor.post("/api/policies/search", json!({ "number": number })).await.json["items"].take();
    let found = found.as_array().cloned().unwrap_or_default();
    if !matches!(found.as_slice(), [only] if only["id"] == id) {
        differences.push(format!("{id}: its number {number} finds {found:?}"));
    }
    for (member, collection, created) in
        [("animal", "animals", "animal_created"), ("policyholder", "policyholders", "policyholder_created")]
    {
        let record = listed[member].as_str().unwrap_or_default();
        let shown = actor.get(&format!("/api/{collection}/{record}")).await;
        let timeline = Timeline::read(actor, collection, member, record).await;
        if shown.status != 200 || timeline.operations() != [created] {
            differences.push(format!("{id}: its {member} {record}: {} {} {:?}", shown.status, shown.text, timeline.operations()));
        }
        differences.extend(timeline.faults);
    }
    differences
}

/// The lists by state hold the claims in that state and no others.
async fn state_index(actor: &Actor, lists: &Lists, states: &[&str]) -> Vec<String> {
    let mut differences = Vec::new();
    for state in states {
        let found = pages(actor, "/api/claims", &format!("&state={state}")).await.unwrap_or_default();
        let found: BTreeSet<&str> = found.iter().filter_map(|claim| claim["id"].as_str()).collect();
        let expected: BTreeSet<&str> =
            lists.claims.iter().filter(|(_, claim)| claim["state"] == *state).map(|(id, _)| id.as_str()).collect();
        if found != expected {
            differences.push(format!("claims listed as {state}: {found:?}, but {expected:?} are"));
        }
    }
    differences
}

/// The organization's timeline has as many entries of each claim and policy as its steps, and none of records that aren't there.
async fn organization_timeline(actor: &Actor, lists: &Lists) -> Vec<String> {
    let entries = match pages(actor, "/api/timeline", "").await {
        Ok(entries) => entries,
        Err(refused) => return vec![refused],
    };
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut payouts = 0;
    for entry in &entries {
        match entry["record_kind"].as_str() {
            Some("claim" | "policy") => *counted.entry(entry["record_id"].as_str().unwrap_or_default()).or_default() += 1,
            Some("payout") => payouts += 1,
            _ => {}
        }
    }
    let approved = |claim: &&Value| matches!(claim["state"].as_str(), Some("approved" | "paid"));
    let mut expected: BTreeMap<&str, usize> = lists.policies.keys().map(|id| (id.as_str(), 1)).collect();
    for claim in lists.claims.values().filter(approved) {
        *expected.entry(claim["policy"].as_str().unwrap_or_default()).or_default() += 1;
    }
    let steps = |claim: &Value| claim["state"].as_str().and_then(steps_to).unwrap_or_default();
    expected.extend(lists.claims.iter().map(|(id, claim)| (id.as_str(), steps(claim))));
    let mut differences = Vec::new();
    for id in counted.keys().chain(expected.keys()).collect::<BTreeSet<_>>() {
        if counted.get(id) != expected.get(id) {
            differences.push(format!("{id} has {:?} entries on the organization's timeline, not {:?}", counted.get(id), expected.get(id)));
        }
    }
    let expected: usize = lists.claims.values().filter(approved).map(|claim| if claim["state"] == "paid" { 2 } else { 1 }).sum();
    if payouts != expected {
        differences.push(format!("the organization's timeline has {payouts} entries of payouts, not {expected}"));
    }
    differences
}
