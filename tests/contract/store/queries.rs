//! Reading partitions, of the table and of each index, page by page.

use super::{conditional, put, record, tenant, write};
use serde_json::{Value, json};
use shared::caller::Tenant;
use shared::key::{self, Index};
use shared::ports::{Action, Item, Operation, Query, Table};
use shared::view::position;

const COUNT: usize = 12;

pub async fn contract(table: &dyn Table) {
    let tenant = tenant(10);
    let partition = key::edge_partition(tenant, "claim.label", "label");
    let edges: Vec<Operation> =
        (0..COUNT).map(|number| put(key::edge(tenant, "claim.label", "label", &sort(number)), json!({ "n": number }))).collect();
    write(table, &edges).await;
    // A neighbour whose name only begins the same.
    write(table, &[put(key::edge(tenant, "claim.label", "label2", "000"), json!({ "n": 99 }))]).await;
    pages(table, None, &partition).await;
    counts(table, tenant).await;

    for index in Index::ALL {
        let (partition_name, sort_name) = index.attributes();
        let partition = format!("contract#{}", index.name());
        let placed = |number: usize| json!({ "n": number, partition_name: partition, sort_name: sort(number) });
        // Their keys in the table run the other way round.
        let at = |number: usize| record(tenant, &format!("{}-{:03}", index.name(), COUNT - number));
        write(table, &(0..COUNT).map(|number| put(at(number), placed(number))).collect::<Vec<_>>()).await;
        pages(table, Some(*index), &partition).await;

        // An item that leaves its place, or goes altogether, isn't found there any more.
        write(table, &[put(at(3), json!({ "n": 3 })), conditional(at(4), Action::Delete, vec![])]).await;
        let left: Vec<usize> = (0..COUNT).filter(|number| ![3, 4].contains(number)).collect();
        assert_eq!(numbers(&all(table, Some(*index), &partition).await), left, "{index:?}");
        same_sort(table, *index).await;
    }
}

// Counting pages through like reading, and tells those that have a value from those that haven't.
async fn counts(table: &dyn Table, tenant: Tenant) {
    let (partition_name, sort_name) = Index::State.attributes();
    let partition = "contract#counted";
    let placed = |number: usize| {
        let assigned = if number.is_multiple_of(3) { json!("acc_1") } else { json!(null) };
        json!({ "data": { "assigned_to": assigned }, partition_name: partition, sort_name: sort(number) })
    };
    let items: Vec<_> = (0..COUNT).map(|number| put(record(tenant, &format!("counted-{number:03}")), placed(number))).collect();
    write(table, &items).await;
    for limit in [5, 12, 100] {
        let mut query = Query { limit, ..query(Some(Index::State), partition) };
        let (mut examined, mut having, mut pages) = (0, 0, 0);
        loop {
            let found = table.count(&query, Some(("assigned_to", "acc_1"))).await.unwrap();
            assert!(found.examined <= limit && found.having <= found.examined);
            (examined, having, pages) = (examined + found.examined, having + found.having, pages + 1);
            query.after = found.after;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!((examined, having), (COUNT as u32, 4), "{limit}");
        assert!(pages >= COUNT as u32 / limit);
    }
    let all = table.count(&query(Some(Index::State), partition), None).await.unwrap();
    assert_eq!((all.examined, all.having, all.after), (COUNT as u32, COUNT as u32, None));
    let range = Some((sort(2), sort(6)));
    let some = table.count(&Query { range, ..query(Some(Index::State), partition) }, Some(("assigned_to", "acc_1"))).await.unwrap();
    assert_eq!((some.examined, some.having), (5, 2));
    let edges = table.count(&query(None, &key::edge_partition(tenant, "claim.label", "label")), None).await.unwrap();
    assert_eq!(edges.examined, COUNT as u32);
}

fn sort(number: usize) -> String {
    format!("{number:03}#日")
}

fn query(index: Option<Index>, partition: &str) -> Query {
    Query { index, partition: partition.into(), range: None, descending: false, limit: 100, after: None }
}

fn numbers(items: &[Item]) -> Vec<usize> {
    items.iter().map(|item| item.get("n").and_then(Value::as_u64).unwrap().try_into().unwrap()).collect()
}

async fn all(table: &dyn Table, index: Option<Index>, partition: &str) -> Vec<Item> {
    let found = table.query(&query(index, partition)).await.unwrap();
    assert!(!found.more);
    found.items
}

async fn pages(table: &dyn Table, index: Option<Index>, partition: &str) {
    let upwards: Vec<usize> = (0..COUNT).collect();
    let downwards: Vec<usize> = (0..COUNT).rev().collect();
    assert_eq!(numbers(&all(table, index, partition).await), upwards, "{index:?}");
    assert_eq!(numbers(&all(table, index, "contract#nobody").await), [0_usize; 0]);
    let range = |from: &str, to: &str| Query { range: Some((from.into(), to.into())), ..query(index, partition) };
    for (from, to, expected) in
        [(sort(3), sort(6), 3..7), ("0".into(), "002".into(), 0..2), (sort(9), "9".into(), 9..12), ("5".into(), "6".into(), 0..0)]
    {
        let found = table.query(&range(&from, &to)).await.unwrap();
        assert_eq!(numbers(&found.items), expected.collect::<Vec<_>>(), "{index:?} {from} {to}");
    }
    for (descending, expected) in [(false, &upwards), (true, &downwards)] {
        for limit in [1, 5, 12, 13] {
            let query = Query { descending, limit, ..query(index, partition) };
            assert_eq!(&walk(table, query).await, expected, "{index:?} {descending} {limit}");
        }
        let bounded = Query { descending, limit: 2, ..range(&sort(2), &sort(8)) };
        let within: Vec<usize> = expected.iter().copied().filter(|number| (2..=8).contains(number)).collect();
        assert_eq!(walk(table, bounded).await, within, "{index:?} {descending}");
    }
}

// Page after page, each going on after the last item of the one before.
async fn walk(table: &dyn Table, mut query: Query) -> Vec<usize> {
    let mut walked = Vec::new();
    loop {
        let found = table.query(&query).await.unwrap();
        assert!(found.items.len() <= query.limit as usize);
        walked.extend(numbers(&found.items));
        if !found.more {
            return walked;
        }
        query.after = Some(position(found.items.last().unwrap(), query.index).unwrap());
    }
}

// Several items at one place of an index are told apart by their keys in the table.
async fn same_sort(table: &dyn Table, index: Index) {
    let (partition_name, sort_name) = index.attributes();
    let partition = format!("contract#{}#same", index.name());
    let at = |number: usize| record(tenant(11), &format!("{}-{number}", index.name()));
    let placed = |number: usize| json!({ "n": number, partition_name: partition, sort_name: "2026-10-30" });
    write(table, &(0..5).map(|number| put(at(number), placed(number))).collect::<Vec<_>>()).await;
    let mut walked = walk(table, Query { limit: 2, ..query(Some(index), &partition) }).await;
    walked.sort_unstable();
    assert_eq!(walked, [0, 1, 2, 3, 4], "{index:?}");
}
