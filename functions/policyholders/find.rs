//! Policyholders by what is known of them, newest first: shared by the list, which names nobody in its URL, and the search.

use crate::input::Items;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::contact::{Kana, Phone};
use shared::domain::id::{LabelId, PolicyholderId};
use shared::domain::mail_address::MailAddress;
use shared::domain::policyholder::Policyholder;
use shared::domain::search::{fold, fold_digits};
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::record::Term;
use shared::records::label_list;
use shared::view::{List, Page, View};

/// What is known; all that is given must hold. Width, case, spaces and hiragana or katakana don't matter.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Only with this name: the whole, a word of it, or the first characters of either.
    #[serde(default)]
    pub name: Option<Line<100>>,
    /// Only with this reading, in the same way.
    #[serde(default)]
    pub kana: Option<Line<100>>,
    /// Only with exactly this phone number.
    #[serde(default)]
    pub phone: Option<Phone>,
    /// Only with exactly this mail address.
    #[serde(default)]
    pub mail_address: Option<MailAddress>,
    /// Only with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
}

/// A policyholder in a list: what tells people of one name apart.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyholderItem {
    /// Its identifier.
    pub id: PolicyholderId,
    /// 氏名・名称.
    pub name: Line<100>,
    /// 氏名カナ.
    pub kana: Kana,
    /// 住所.
    pub address: Option<Line<200>>,
    /// 電話番号.
    pub phone: Option<Phone>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// When it was entered.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
}

/// A page of the policyholders that are wanted.
///
/// # Errors
/// A refused cursor, or where the store can't be read.
pub async fn find(caller: &Caller, view: &View<'_>, page: &Page, wanted: &Wanted) -> Result<Change<Items<PolicyholderItem>>> {
    let tenant = caller.tenant()?;
    if let Some(label) = wanted.label
        && !crate::labels::exists(view, tenant, label).await?
    {
        return Ok(Change::reply(Items::none()));
    }
    let terms = terms(wanted);
    let passes = |policyholder: &Policyholder| {
        wanted.label.is_none_or(|label| policyholder.labels.contains(&label)) && crate::has_terms(policyholder, &terms)
    };
    let list = list(tenant, wanted, terms.first(), view).await?;
    let (policyholders, next) = view.list::<Policyholder>(caller, &list, page, passes).await?;
    let items = policyholders.iter().map(|policyholder| item(policyholder)).collect::<Result<_>>()?;
    Ok(Change::reply(Items { items, next }))
}

// What is searched for, the term that leaves the fewest first: exact ones, then the longer one of name and reading.
fn terms(wanted: &Wanted) -> Vec<Term> {
    let mail = wanted.mail_address.as_ref().map(|mail| Term { list: "policyholder.mail_address", text: fold(mail.as_str()) });
    let phone = wanted.phone.as_ref().map(|phone| Term { list: "policyholder.phone", text: fold_digits(phone.as_str()) });
    let name = wanted.name.as_ref().map(|name| Term { list: "policyholder.name", text: fold(name.as_str()) });
    let kana = wanted.kana.as_ref().map(|kana| Term { list: "policyholder.kana", text: fold(kana.as_str()) });
    let mut names: Vec<Term> = name.into_iter().chain(kana).collect();
    names.sort_by_key(|term| std::cmp::Reverse(term.text.chars().count()));
    mail.into_iter().chain(phone).chain(names).collect()
}

// One index a query; the other filters look at the records it leads to.
async fn list(tenant: Tenant, wanted: &Wanted, term: Option<&Term>, view: &View<'_>) -> Result<List> {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: true };
    if let Some(term) = term {
        let blind = view.blind(tenant, term.list, &term.text).await?;
        return Ok(by(None, key::edge_partition(tenant, term.list, &blind)));
    }
    Ok(match wanted.label {
        Some(label) => by(None, key::edge_partition(tenant, label_list(Kind::Policyholder), &label.to_string())),
        None => by(Some(Index::Kind), key::by_kind(tenant, Kind::Policyholder)),
    })
}

fn item(policyholder: &Policyholder) -> Result<PolicyholderItem> {
    let sealed = || Error::internal("a policyholder is listed without being opened");
    Ok(PolicyholderItem {
        id: policyholder.id,
        name: policyholder.name.get().ok_or_else(sealed)?.clone(),
        kana: policyholder.kana.get().ok_or_else(sealed)?.clone(),
        address: policyholder.address.get().ok_or_else(sealed)?.clone(),
        phone: policyholder.phone.get().ok_or_else(sealed)?.clone(),
        labels: policyholder.labels.clone(),
        created_at: policyholder.created_at,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn terms(query: serde_json::Value) -> Vec<(&'static str, String)> {
        super::terms(&serde_json::from_value(query).unwrap()).into_iter().map(|term| (term.list, term.text)).collect()
    }

    #[test]
    fn the_most_selective_term_comes_first() {
        assert_eq!(
            terms(json!({ "name": "山", "kana": "やまだ", "phone": "03-1234-5678", "mail_address": "a@b.example" })),
            [
                ("policyholder.mail_address", "A@B.EXAMPLE".into()),
                ("policyholder.phone", "0312345678".into()),
                ("policyholder.kana", "ヤマダ".into()),
                ("policyholder.name", "山".into()),
            ]
        );
        assert_eq!(terms(json!({ "label": "lbl_01ARZ3NDEKTSV4RRFFQ69G5FAV" })), []);
    }
}
