//! That sign-in with an address is paused: told to the account behind it, if there is one.

use crate::accounts::account_key;
use crate::sessions::Address;
use shared::caller::Tenant;
use shared::change::{Change, Companion, Technical};
use shared::domain::account::{Account, AccountState};
use shared::domain::time::Timestamp;
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::job::Run;
use shared::key::{self, Key};
use shared::mail::{MailKind, outgoing};
use shared::ports::{Failure, Operation};
use shared::view::View;

/// For how long the notice is worth a mail, in hours.
const WORTH_HOURS: i64 = 24;

/// Turns a notice into an entry and a mail; one about an address that nobody has leaves nothing behind.
///
/// # Errors
/// Where the store or a key is away; the notice stays then.
pub async fn resolve(run: &Run<'_>, place: Key, mail_hash: &str, network_address: &str, created_at: Timestamp) -> Result<()> {
    let address_key = key::service_mail_address(mail_hash);
    let address: Option<Address> = run.view.batch(std::slice::from_ref(&address_key)).await?.item(&address_key)?;
    let resolved = Operation::delete(place, Failure::Conflict("record_changed"));
    let stale = run.view.now() - created_at > chrono::TimeDelta::hours(WORTH_HOURS);
    let change = match address.filter(|_| !stale) {
        Some(address) => told(&run.view, &address, network_address, created_at).await?,
        None => None,
    };
    run.commit(match change {
        Some(change) => change.with(Companion::PauseNotice, resolved),
        None => Change::reply(()).technical(Technical::PauseNotice, resolved),
    })
    .await
}

async fn told(view: &View<'_>, address: &Address, network_address: &str, at: Timestamp) -> Result<Option<Change<()>>> {
    let tenant = Tenant::of_service(address.organization);
    let account = view.load_open::<Account>(tenant, &account_key(tenant, address.account)).await?;
    if account.state != AccountState::Active {
        return Ok(None);
    }
    let to = account.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?.clone();
    let mail = outgoing(view, tenant, MailKind::SignInPaused, to, crate::mail::text::sign_in_paused(at, network_address))?;
    Ok(Some(Change::reply(()).update(tenant, &account, &account.record(), Event::SignInPaused)?.mail(tenant, mail)))
}
