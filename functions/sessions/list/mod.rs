//! GET /api/sessions: one's own open sessions, the newest first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::account::{Rights, SESSION_HOURS, Session};
use shared::domain::id::{AccountId, SessionId};
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, ACCOUNT_SESSIONS, Key, account_partition};
use shared::ports::Query;
use shared::view::View;

/// How many sessions are looked at: a bound on what one request costs. Ending all of an account's reaches the others.
const EXAMINED: u32 = 50;

/// The endpoint.
pub struct SessionList;

/// Nothing: the session says whose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// The open sessions of an account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sessions {
    /// The sessions, the newest first: those among the last 50.
    pub items: Vec<ListedSession>,
}

/// An open session.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedSession {
    /// The session.
    pub id: SessionId,
    /// When it was opened.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub opened_at: Timestamp,
    /// When it was last refreshed.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub refreshed_at: Timestamp,
    /// When it ends at the latest.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub ends_at: Timestamp,
    /// From which network address it was opened.
    pub address: String,
    /// With which client certificate (SHA-256 of its DER, hexadecimal), if any.
    pub certificate: Option<String>,
    /// What the client called itself.
    pub agent: String,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl Endpoint for SessionList {
    const SPEC: Spec = Spec {
        name: "session_list",
        summary: ("自分のセッションを一覧する", "List one's own sessions"),
        paths: &["/api/sessions"],
        access: Access::SignedIn,
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Sessions;

    async fn handle(caller: &Caller, _: Input, view: &View<'_>) -> Result<Change<Sessions>> {
        Ok(Change::reply(sessions(view, caller.tenant()?, caller.account()?, caller.session()?).await?))
    }
}

/// The open sessions of an account; `current` is the one that asks.
///
/// # Errors
/// [`Error::NotFound`] where there is no such account.
pub async fn sessions(view: &View<'_>, tenant: Tenant, account: AccountId, current: SessionId) -> Result<Sessions> {
    let (first, last) = ACCOUNT_SESSIONS;
    let query = Query {
        index: None,
        partition: account_partition(tenant, account),
        range: Some((first.into(), last.into())),
        descending: true,
        limit: EXAMINED,
        after: None,
    };
    let found = view.query(&query).await?;
    let named = found.items.iter().filter_map(|item| item.get("sk")?.as_str()?.strip_prefix(first)?.parse().ok());
    let keys: Vec<Key> = named.map(|id: SessionId| key::session(tenant, id)).collect();
    let rights_key = key::rights(tenant, account);
    let batch = view.batch(&keys.iter().cloned().chain(std::iter::once(rights_key.clone())).collect::<Vec<_>>()).await?;
    let rights: Rights = batch.item(&rights_key)?.ok_or(Error::NotFound)?;
    let mut items = Vec::new();
    for key in &keys {
        let session: Option<Session> = batch.item(key)?;
        let open = session.filter(|session| session.check(&rights, view.now()).is_ok() && !session.is_idle(view.now()));
        items.extend(open.map(|session| listed(session, current)));
    }
    Ok(Sessions { items })
}

fn listed(session: Session, current: SessionId) -> ListedSession {
    ListedSession {
        id: session.id,
        opened_at: session.opened_at,
        refreshed_at: session.refreshed_at,
        ends_at: session.opened_at + chrono::TimeDelta::hours(SESSION_HOURS),
        address: session.address,
        certificate: session.certificate,
        agent: session.agent,
        second_factor: session.second_factor,
        current: session.id == current,
    }
}
