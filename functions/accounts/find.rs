//! Accounts by what is known of them, newest first: shared by the list, which names nobody in its URL, and the search.

use crate::accounts::AccountView;
use crate::input::Items;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::mail_address::MailAddress;
use shared::domain::search::fold;
use shared::domain::text::Line;
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::record::Term;
use shared::view::{List, Page, View};

/// What is known; all that is given must hold. Width, case, spaces and hiragana or katakana don't matter.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Only with this name: the whole, a word of it, or the first characters of either.
    #[serde(default)]
    pub name: Option<Line<100>>,
    /// Only with exactly this mail address.
    #[serde(default)]
    pub mail_address: Option<MailAddress>,
}

/// A page of the accounts that are wanted; removed ones aren't.
///
/// # Errors
/// A refused cursor, or where the store can't be read.
pub async fn find(caller: &Caller, view: &View<'_>, page: &Page, wanted: &Wanted) -> Result<Change<Items<AccountView>>> {
    let terms = terms(wanted);
    let list = list(caller.tenant()?, terms.first(), view).await?;
    let passes = |account: &Account| account.state != AccountState::Deleted && crate::has_terms(account, &terms);
    let (accounts, next) = view.list::<Account>(caller, &list, page, passes).await?;
    let items = accounts.iter().map(|account| AccountView::new(account)).collect::<Result<_>>()?;
    Ok(Change::reply(Items { items, next }))
}

// The term that leaves the fewest first.
fn terms(wanted: &Wanted) -> Vec<Term> {
    let mail = wanted.mail_address.as_ref().map(|mail| Term { list: "account.mail_address", text: fold(mail.as_str()) });
    let name = wanted.name.as_ref().map(|name| Term { list: "account.name", text: fold(name.as_str()) });
    mail.into_iter().chain(name).collect()
}

async fn list(tenant: Tenant, term: Option<&Term>, view: &View<'_>) -> Result<List> {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: true };
    Ok(match term {
        Some(term) => {
            let blind = view.blind(tenant, term.list, &term.text).await?;
            by(None, key::edge_partition(tenant, term.list, &blind))
        }
        None => by(Some(Index::Kind), key::by_kind(tenant, Kind::Account)),
    })
}
