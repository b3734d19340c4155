//! Passwords (パスワード): setting, changing, resetting.

pub mod change;
pub mod reset;
pub mod set;
pub mod strength;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::caller::Tenant;
use shared::change::{expiring, item};
use shared::domain::account::{Credential, Link, LinkPurpose};
use shared::domain::id::AccountId;
use shared::error::{Error, Result};
use shared::key::{self, Key};
use shared::password::{self, Cost, Password};
use shared::ports::{Failure, Operation};
use shared::seal::sha256;
use shared::view::View;

/// Whether the password is the one that was stored; where none was, the same time is spent.
///
/// # Errors
/// Where the stored string can't be read.
pub async fn verify_or_spend(password: Password, stored: Option<String>, cost: Cost) -> Result<bool> {
    // Beside the executor's thread: hashing takes a fifth of a second of a processor.
    tokio::task::spawn_blocking(move || match stored {
        Some(stored) => password::verify(&password, &stored),
        None => password::spend(&password, cost).map(|()| false),
    })
    .await
    .map_err(Error::internal)?
}

/// The PHC string of a new password.
///
/// # Errors
/// Where the operating system gives no randomness.
pub async fn hash(view: &View<'_>, password: Password) -> Result<String> {
    let (cost, salt) = (view.settings().password_cost, view.random::<16>()?);
    tokio::task::spawn_blocking(move || password::hash(&password, cost, salt)).await.map_err(Error::internal)?
}

/// A new link: the secret for the mail, and what is written with it.
pub struct NewLink {
    /// 256 random bits, base64url: only the mail has them.
    pub secret: String,
    /// The link's item.
    pub link: Operation,
    /// The account's credential, which names the newest link and so voids the older.
    pub credential: Operation,
}

/// Makes an invitation or reset link.
///
/// # Errors
/// Where the operating system gives no randomness.
pub fn new_link(
    view: &View<'_>,
    tenant: Tenant,
    account: AccountId,
    purpose: LinkPurpose,
    credential: Option<&Credential>,
) -> Result<NewLink> {
    let secret = URL_SAFE_NO_PAD.encode(view.random::<32>()?);
    let expires_at = view.now() + purpose.lifetime();
    let (link_key, hash) = link_key(&secret);
    let link = Link { organization: tenant.id(), account, purpose, expires_at };
    let link_item = expiring(item(&link)?, &link_key, expires_at);
    let next = Credential {
        version: credential.map_or(0, |credential| credential.version) + 1,
        password: credential.and_then(|credential| credential.password.clone()),
        link: Some(hash),
    };
    let place = key::credential(tenant, account);
    let failure = Failure::Conflict("record_changed");
    let credential = match credential {
        Some(present) => Operation::replace(place, item(&next)?, ("version", present.version), failure),
        None => Operation::create(place, item(&next)?, failure),
    };
    Ok(NewLink { secret, link: Operation::create(link_key, link_item, failure), credential })
}

/// Where a link lies, and the hash by which the credential names it.
#[must_use]
pub fn link_key(secret: &str) -> (Key, String) {
    let hash = sha256(secret.as_bytes());
    (key::service_link(&hash), URL_SAFE_NO_PAD.encode(hash))
}
