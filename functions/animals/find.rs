//! Animals by what is known of them, newest first: shared by the list, which names nobody in its URL, and the search.

use crate::input::Items;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::animal::{Animal, Sex, Species};
use shared::domain::id::{AnimalId, LabelId, PolicyholderId};
use shared::domain::search::fold;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::record::Term;
use shared::records::label_list;
use shared::view::{List, Page, View};

/// What is known; all that is given must hold.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Only animals of this policyholder.
    #[serde(default)]
    pub policyholder: Option<PolicyholderId>,
    /// Only with this name: the whole, a word of it, or the first characters of either. Width, case, spaces and hiragana
    /// or katakana don't matter.
    #[serde(default)]
    pub name: Option<Line<100>>,
    /// Only with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
}

/// An animal in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnimalItem {
    /// Its identifier.
    pub id: AnimalId,
    /// Whose.
    pub policyholder: PolicyholderId,
    /// 名前.
    pub name: Line<100>,
    /// 種別.
    pub species: Species,
    /// 品種.
    pub breed: Option<Line<100>>,
    /// 性別.
    pub sex: Option<Sex>,
    /// 生年月日.
    pub born_on: Option<NaiveDate>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// When it was entered.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
}

/// A page of the animals that are wanted.
///
/// # Errors
/// A refused cursor, or where the store can't be read.
pub async fn find(caller: &Caller, view: &View<'_>, page: &Page, wanted: &Wanted) -> Result<Change<Items<AnimalItem>>> {
    let tenant = caller.tenant()?;
    if let Some(label) = wanted.label
        && !crate::labels::exists(view, tenant, label).await?
    {
        return Ok(Change::reply(Items::none()));
    }
    let name: Vec<Term> = wanted.name.iter().map(|name| Term { list: "animal.name", text: fold(name.as_str()) }).collect();
    let passes = |animal: &Animal| {
        wanted.policyholder.is_none_or(|policyholder| animal.policyholder == policyholder)
            && wanted.label.is_none_or(|label| animal.labels.contains(&label))
            && crate::has_terms(animal, &name)
    };
    let list = list(tenant, wanted, name.first(), view).await?;
    let (animals, next) = view.list::<Animal>(caller, &list, page, passes).await?;
    let items = animals.iter().map(|animal| item(animal)).collect::<Result<_>>()?;
    Ok(Change::reply(Items { items, next }))
}

// One index a query: the one that leaves the fewest.
async fn list(tenant: Tenant, wanted: &Wanted, name: Option<&Term>, view: &View<'_>) -> Result<List> {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: true };
    if let Some(policyholder) = wanted.policyholder {
        return Ok(by(Some(Index::Parent), key::by_parent(tenant, Kind::Animal, &policyholder.to_string())));
    }
    if let Some(name) = name {
        let blind = view.blind(tenant, name.list, &name.text).await?;
        return Ok(by(None, key::edge_partition(tenant, name.list, &blind)));
    }
    Ok(match wanted.label {
        Some(label) => by(None, key::edge_partition(tenant, label_list(Kind::Animal), &label.to_string())),
        None => by(Some(Index::Kind), key::by_kind(tenant, Kind::Animal)),
    })
}

fn item(animal: &Animal) -> Result<AnimalItem> {
    let sealed = || Error::internal("an animal is listed without being opened");
    Ok(AnimalItem {
        id: animal.id,
        policyholder: animal.policyholder,
        name: animal.name.get().ok_or_else(sealed)?.clone(),
        species: animal.species,
        breed: animal.breed.get().ok_or_else(sealed)?.clone(),
        sex: animal.sex,
        born_on: animal.born_on,
        labels: animal.labels.clone(),
        created_at: animal.created_at,
    })
}
