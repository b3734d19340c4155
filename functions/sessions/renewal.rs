//! A new session in place of the present one, once a factor was shown anew within it: whoever holds a copy of its tokens is
//! left behind (OWASP ASVS 5.0.0, V7.2.4, counts signing in anew as well). When it ends stays as it was.

use super::{RefreshToken, access_cookie, end_operations, session_operations};
use shared::caller::Tenant;
use shared::change::{Change, Companion};
use shared::domain::account::Session;
use shared::error::Result;
use shared::view::View;

/// Adds to a change that the caller goes on in a new session, which is like the present one but for what `altered` makes of it.
///
/// # Errors
/// Where the key of access tokens can't be opened, or the operating system gives no randomness.
pub async fn renewed<T>(
    view: &View<'_>,
    tenant: Tenant,
    present: Session,
    altered: impl FnOnce(Session) -> Session,
    change: Change<T>,
) -> Result<Change<T>> {
    let id = view.identifier()?;
    let refresh = RefreshToken::new(tenant.id(), present.account, id, view.random()?);
    let hash = refresh.hash();
    let next = altered(Session { id, version: 1, refreshed_at: view.now(), refresh: hash, previous_refresh: None, ..present.clone() });
    let access = view.sign(tenant, next.account, id).await?;
    let operations = session_operations(tenant, &next)?.into_iter().chain(end_operations(tenant, present)?);
    let change = operations.fold(change, |change, operation| change.with(Companion::Session, operation));
    Ok(change.cookie(access_cookie(&access)).cookie(refresh.cookie()))
}
