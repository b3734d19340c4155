//! GET /api/accounts: the organization's accounts by name or mail address, newest first.

use crate::accounts::AccountView;
use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::mail_address::MailAddress;
use shared::domain::role::Role;
use shared::domain::search::fold;
use shared::domain::text::Line;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::record::Term;
use shared::view::{List, View};

/// The endpoint.
pub struct AccountList;

/// The filters; all that are given must hold. Width, case, spaces and hiragana or katakana don't matter.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only with this name: the whole, a word of it, or the first characters of either.
    #[serde(default)]
    pub name: Option<Line<100>>,
    /// Only with exactly this mail address.
    #[serde(default)]
    pub mail_address: Option<MailAddress>,
}

impl Endpoint for AccountList {
    const SPEC: Spec = Spec {
        name: "account_list",
        summary: (
            "アカウントを一覧・検索する(氏名・メール、最終ログインを含む)",
            "List accounts by name or mail address, with their last sign-ins",
        ),
        paths: &["/api/accounts"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<AccountView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<AccountView>>> {
        let page = input.page()?;
        let wanted = wanted(&input.rest);
        let list = list(caller.tenant()?, wanted.first(), view).await?;
        let passes = |account: &Account| account.state != AccountState::Deleted && crate::has_terms(account, &wanted);
        let (accounts, next) = view.list::<Account>(caller, &list, &page, passes).await?;
        let items = accounts.iter().map(|account| AccountView::new(account)).collect::<Result<_>>()?;
        Ok(Change::reply(Items { items, next }))
    }
}

// The term that leaves the fewest first.
fn wanted(filter: &Filter) -> Vec<Term> {
    let mail = filter.mail_address.as_ref().map(|mail| Term { list: "account.mail_address", text: fold(mail.as_str()) });
    let name = filter.name.as_ref().map(|name| Term { list: "account.name", text: fold(name.as_str()) });
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
