//! GET /api/animals: animals by policyholder, name or label, newest first.

use crate::input::{Items, Paged};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::animal::{Animal, Sex, Species};
use shared::domain::id::{AnimalId, LabelId, PolicyholderId};
use shared::domain::role::Role;
use shared::domain::search::fold;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::record::Term;
use shared::records::label_list;
use shared::view::{List, View};

/// The endpoint.
pub struct AnimalList;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
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

impl Endpoint for AnimalList {
    const SPEC: Spec = Spec {
        name: "animal_list",
        summary: ("被保険動物を一覧・検索する(契約者・名前・ラベル)", "List animals by policyholder, name or label"),
        paths: &["/api/animals"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<AnimalItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<AnimalItem>>> {
        let tenant = caller.tenant()?;
        let page = input.page()?;
        let filter = input.rest;
        if let Some(label) = filter.label
            && !crate::labels::exists(view, tenant, label).await?
        {
            return Ok(Change::reply(Items::none()));
        }
        let name: Vec<Term> = filter.name.iter().map(|name| Term { list: "animal.name", text: fold(name.as_str()) }).collect();
        let passes = |animal: &Animal| {
            filter.policyholder.is_none_or(|policyholder| animal.policyholder == policyholder)
                && filter.label.is_none_or(|label| animal.labels.contains(&label))
                && crate::has_terms(animal, &name)
        };
        let list = list(tenant, &filter, name.first(), view).await?;
        let (animals, next) = view.list::<Animal>(caller, &list, &page, passes).await?;
        let items = animals.iter().map(|animal| item(animal)).collect::<Result<_>>()?;
        Ok(Change::reply(Items { items, next }))
    }
}

// One index a query: the one that leaves the fewest.
async fn list(tenant: Tenant, filter: &Filter, name: Option<&Term>, view: &View<'_>) -> Result<List> {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: true };
    if let Some(policyholder) = filter.policyholder {
        return Ok(by(Some(Index::Parent), key::by_parent(tenant, Kind::Animal, &policyholder.to_string())));
    }
    if let Some(name) = name {
        let blind = view.blind(tenant, name.list, &name.text).await?;
        return Ok(by(None, key::edge_partition(tenant, name.list, &blind)));
    }
    Ok(match filter.label {
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
