//! Lists, page by page.

use super::{View, stored};
use crate::caller::{Caller, Tenant};
use crate::cursor;
use crate::endpoint::Grant;
use crate::error::Result;
use crate::key::{self, Index, Key, Purpose};
use crate::ports::{Context, Item, Position, Query, text};
use crate::record::{Record, Stored};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

/// How many items a list examines in one request at most.
pub const EXAMINED: u32 = 1_000;

/// Which list to read.
pub struct List {
    /// The index; `None` for the edges of a list, whose records are loaded afterwards.
    pub index: Option<Index>,
    /// The partition.
    pub partition: String,
    /// Bounds of the sort key, both included.
    pub range: Option<(String, String)>,
    /// Newest first.
    pub descending: bool,
    /// Whether the records' personal fields are opened.
    pub open: bool,
}

/// What a list's caller asks for.
pub struct Page {
    /// At most so many records, 1–100.
    pub limit: u32,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// What else narrows the list: a cursor holds only for the same.
    pub filter: String,
}

impl View<'_> {
    /// A page of a list: the records that pass, and the cursor of what follows. A page may be short and still carry one.
    ///
    /// # Errors
    /// A refused cursor, or where the store can't be read.
    pub async fn list<R: Record>(
        &self,
        caller: &Caller,
        list: &List,
        page: &Page,
        passes: impl Fn(&R) -> bool,
    ) -> Result<(Vec<Stored<R>>, Option<String>)> {
        self.require(Grant::Read)?;
        let tenant = caller.tenant()?;
        let mut after = self.position(caller, page).await?;
        let (mut kept, mut examined, mut more) = (Vec::new(), 0, true);
        while more && examined < EXAMINED && kept.len() < page.limit as usize {
            let limit = if examined > 0 { 250 } else { page.limit }.min(EXAMINED - examined);
            let (range, descending) = (list.range.clone(), list.descending);
            let query = Query { index: list.index, partition: list.partition.clone(), range, descending, limit, after: after.clone() };
            let found = self.world.table.query(&query).await?;
            examined += limit;
            more = found.more;
            let positions: Vec<Position> = found.items.iter().map(|item| position(item, list.index)).collect::<Result<_>>()?;
            let mut items = if list.index.is_some() { found.items } else { self.edge_records::<R>(tenant, &found.items).await? };
            if list.open {
                // Before they are filtered: a filter may ask for a personal field.
                self.open(tenant, items.iter_mut()).await?;
            }
            for (item, position) in items.into_iter().zip(positions) {
                if kept.len() == page.limit as usize {
                    more = true;
                    break;
                }
                after = Some(position);
                if item.is_empty() {
                    continue;
                }
                let record = stored::<R>(item)?;
                if passes(&record) {
                    kept.push(record);
                }
            }
        }
        let next = if more { self.cursor(caller, page, after).await? } else { None };
        Ok((kept, next))
    }

    // The records behind edges, in the edges' order; an edge whose record is gone gives an empty item.
    async fn edge_records<R: Record>(&self, tenant: Tenant, edges: &[Item]) -> Result<Vec<Item>> {
        let keys: Vec<Key> = edges.iter().map(|edge| Ok(key::record(tenant, R::KIND, text(edge, "sk")?))).collect::<Result<_>>()?;
        Ok(self.world.table.get(&keys).await?.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// The place that a page's cursor names.
    ///
    /// # Errors
    /// A refused cursor.
    pub async fn position<P: DeserializeOwned>(&self, caller: &Caller, page: &Page) -> Result<Option<P>> {
        let Some(text) = &page.cursor else { return Ok(None) };
        let key = self.cursor_key(caller).await?;
        cursor::open(&key, &self.cursor_scope(caller, page)?, text).map(Some)
    }

    /// The cursor that names a place.
    ///
    /// # Errors
    /// Where the key can't be opened.
    pub async fn cursor<P: Serialize>(&self, caller: &Caller, page: &Page, position: P) -> Result<Option<String>> {
        let key = self.cursor_key(caller).await?;
        cursor::seal(&key, &self.cursor_scope(caller, page)?, &position, &*self.world.random).map(Some)
    }

    async fn cursor_key(&self, caller: &Caller) -> Result<std::sync::Arc<crate::ports::Secret>> {
        self.require(Grant::Cursor)?;
        Ok(self.world.key(Context::Organization(caller.tenant()?.id(), Purpose::Cursor), None).await?.1)
    }

    fn cursor_scope(&self, caller: &Caller, page: &Page) -> Result<String> {
        Ok(json!([caller.tenant()?.id(), self.name, page.filter]).to_string())
    }
}

/// The place of an item in a query's order, so that a later page goes on after it.
///
/// # Errors
/// Where the item lacks one of its keys.
pub fn position(item: &Item, index: Option<Index>) -> Result<Position> {
    let name = |attribute: &str| text(item, attribute).map(str::to_owned);
    let index = match index.map(Index::attributes) {
        Some((partition, sort)) => Some((name(partition)?, name(sort)?)),
        None => None,
    };
    Ok(Position { key: (name("pk")?, name("sk")?), index })
}
