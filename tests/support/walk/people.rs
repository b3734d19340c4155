//! Who takes part in the walk: sessions that hold, and all kinds that don't.

use crate::support::certificate::{ClientCertificate, Door};
use crate::support::fixtures::{DEMO, OTHER};
use crate::{Actor, PolicyFixture, TestCloud};
use serde_json::Value;
use shared::domain::role::Role;
use shared::endpoint::Access;
use std::collections::BTreeMap;

const ACCESS: &str = "__Host-access";

/// Everything that the walk needs, made once.
pub struct Walk<'c> {
    /// The local cloud.
    pub cloud: &'c TestCloud,
    /// A policy of the demo organization.
    pub policy: PolicyFixture,
    /// A paid claim on it.
    pub claim: String,
    /// The claim's payout.
    pub payout: String,
    /// A label of the demo organization.
    pub label: String,
    /// The viewer's account.
    pub account: String,
    /// The demo organization.
    pub organization: String,
    /// A client certificate of the demo organization, revoked.
    pub certificate: String,
    revoked: Actor,
    members: BTreeMap<Role, Actor>,
    accounts: BTreeMap<Role, String>,
    strangers: BTreeMap<Role, Actor>,
    expired: BTreeMap<Role, Actor>,
    removed: BTreeMap<Role, Actor>,
}

impl<'c> Walk<'c> {
    /// Makes records and sessions.
    pub async fn gather(cloud: &'c TestCloud) -> Self {
        let expired = members(cloud, DEMO).await;
        cloud.move_clock(chrono::TimeDelta::minutes(11));
        let policy = cloud.policy().await;
        let claim = cloud.claim_paid(&policy).await;
        let viewer = cloud.actor("viewer@demo.example").await;
        let shown = viewer.get(&format!("/api/claims/{claim}")).await.expect(200);
        let members = members(cloud, DEMO).await;
        let label = serde_json::json!({ "name": "要確認", "colour": "#cc0000" });
        let label = members[&Role::Administrator].post("/api/labels", label).await.expect(201).id();
        let me = viewer.get("/api/me").await.expect(200);
        let certificate = ClientCertificate::issue(&members[&Role::Administrator], serde_json::json!({ "name": "新人 太郎" })).await;
        certificate.revoke(&members[&Role::Administrator]).await;
        Self {
            revoked: cloud.at_door(Door::Taking, Some(&certificate)),
            certificate: certificate.id,
            payout: text(&shown.json["payout"]),
            account: me.id(),
            organization: text(&me.json["organization"]["id"]),
            removed: removed(cloud).await,
            strangers: self::members(cloud, OTHER).await,
            cloud,
            policy,
            claim,
            label,
            accounts: accounts(&members).await,
            members,
            expired,
        }
    }

    /// The demo organization's identifier.
    #[must_use]
    pub fn organization(&self) -> &str {
        &self.organization
    }

    /// Somebody who holds this role alone.
    #[must_use]
    pub fn member(&self, role: Role) -> Actor {
        self.members[&role].copy()
    }

    /// The account of somebody who holds this role alone.
    #[must_use]
    pub fn account_of(&self, role: Role) -> &str {
        &self.accounts[&role]
    }

    /// Somebody who may call, and may do no more than that.
    #[must_use]
    pub fn allowed(&self, access: Access) -> Actor {
        match access {
            Access::Anyone | Access::Operator => self.cloud.nobody(),
            _ => self.member(needed(access)),
        }
    }

    /// The same of the other organization.
    #[must_use]
    pub fn stranger(&self, access: Access) -> Actor {
        self.strangers[&needed(access)].copy()
    }

    /// A session whose access token ended a minute ago.
    #[must_use]
    pub fn expired(&self, access: Access) -> Actor {
        self.expired[&needed(access)].copy()
    }

    /// A session of an account that was removed after it signed in.
    #[must_use]
    pub fn removed(&self, access: Access) -> Actor {
        self.removed[&needed(access)].copy()
    }

    /// A session that holds, behind a certificate that was revoked.
    #[must_use]
    pub fn with_revoked_certificate(&self, access: Access) -> Actor {
        let actor = self.revoked.copy();
        if !matches!(access, Access::Anyone | Access::Operator) {
            actor.set_cookie(ACCESS, &self.member(needed(access)).cookie(ACCESS).unwrap());
        }
        actor
    }

    /// A sound token with the signature of another.
    #[must_use]
    pub fn forged(&self, access: Access) -> Actor {
        let actor = self.member(needed(access));
        let stranger = self.stranger(access);
        let (own, other) = (actor.cookie(ACCESS).unwrap(), stranger.cookie(ACCESS).unwrap());
        let (content, signature) = (own.rsplit_once('.').unwrap().0, other.rsplit_once('.').unwrap().1);
        actor.set_cookie(ACCESS, &format!("{content}.{signature}"));
        actor
    }

    /// A token that says of itself that it needs no signature.
    #[must_use]
    pub fn unsigned(&self, access: Access) -> Actor {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let actor = self.member(needed(access));
        let own = actor.cookie(ACCESS).unwrap();
        let parts: Vec<&str> = own.split('.').collect();
        let mut header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
        header["alg"] = "none".into();
        actor.set_cookie(ACCESS, &format!("{}.{}.", URL_SAFE_NO_PAD.encode(header.to_string()), parts[1]));
        actor
    }

    /// Whether a text names anything of the demo organization.
    #[must_use]
    pub fn names_ours(&self, text: &str) -> bool {
        let PolicyFixture { policyholder, animal, product, policy, .. } = &self.policy;
        [policyholder, animal, product, policy, &self.claim, &self.payout, &self.label, &self.account, &self.certificate]
            .iter()
            .any(|id| text.contains(id.as_str()))
    }
}

fn needed(access: Access) -> Role {
    if let Access::Role(role) = access { role } else { Role::Viewer }
}

async fn accounts(members: &BTreeMap<Role, Actor>) -> BTreeMap<Role, String> {
    let mut accounts = BTreeMap::new();
    for (role, member) in members {
        accounts.insert(*role, member.get("/api/me").await.expect(200).id());
    }
    accounts
}

async fn members(cloud: &TestCloud, domain: &str) -> BTreeMap<Role, Actor> {
    let mut members = BTreeMap::new();
    for role in Role::ALL {
        members.insert(*role, cloud.actor(&format!("{}@{domain}", role.as_str())).await);
    }
    members
}

async fn removed(cloud: &TestCloud) -> BTreeMap<Role, Actor> {
    let administrator = cloud.actor("administrator@demo.example").await;
    let mut removed = BTreeMap::new();
    for role in Role::ALL {
        let mail_address = format!("removed-{}@demo.example", role.as_str());
        let actor = cloud.new_account(&mail_address, &[role.as_str()], Some(1_000_000)).await;
        let account = actor.get("/api/me").await.expect(200).id();
        let _deleted = administrator.delete(&format!("/api/accounts/{account}")).await.expect(204);
        removed.insert(*role, actor);
    }
    removed
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
