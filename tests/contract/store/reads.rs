//! Reading items by their keys.

use super::{put, read, record, tenant, wrapped_key, write};
use serde_json::{Value, json};
use shared::key::Key;
use shared::ports::Table;

pub async fn contract(table: &dyn Table) {
    an_item_comes_back_as_it_went(table).await;
    items_come_in_the_order_of_their_keys(table).await;
    a_hundred_keys_are_no_limit(table).await;
}

async fn an_item_comes_back_as_it_went(table: &dyn Table) {
    let key = record(tenant(1), "round-trip");
    assert_eq!(read(table, &key).await, None);
    let value = json!({
        "text": "山田 太郎、髙﨑😀", "empty": "", "zero": 0, "yen": 999_999_999_999_u64, "exact": 9_007_199_254_740_993_u64, "below": -7,
        "rate": 0.5, "yes": true, "no": false, "nothing": null, "list": [1, "二", [], {}, null], "nested": { "a": { "b": ["c"] } },
    });
    write(table, &[put(key.clone(), value.clone())]).await;
    assert_eq!(read(table, &key).await, Some(value));
    // A put replaces the whole item, and what is written is read at once.
    for number in 0..20 {
        write(table, &[put(key.clone(), json!({ "number": number }))]).await;
        assert_eq!(read(table, &key).await, Some(json!({ "number": number })));
    }
}

async fn items_come_in_the_order_of_their_keys(table: &dyn Table) {
    let (one, two, absent, wrapped) =
        (record(tenant(2), "one"), record(tenant(2), "two"), record(tenant(2), "absent"), wrapped_key(tenant(2)));
    // The same keys in both tables, with other contents.
    write(table, &[put(one.clone(), json!({ "n": 1 })), put(two.clone(), json!({ "n": 2 })), put(wrapped.clone(), json!({ "n": 3 }))])
        .await;
    let keys = [wrapped.clone(), two.clone(), absent.clone(), one.clone(), two, wrapped, absent, one];
    let found = table.get(&keys).await.unwrap();
    let numbers: Vec<Option<u64>> = found.into_iter().map(|item| item?.get("n")?.as_u64()).collect();
    assert_eq!(numbers, [Some(3), Some(2), None, Some(1), Some(2), Some(3), None, Some(1)]);
    assert!(table.get(&[]).await.unwrap().is_empty());
}

async fn a_hundred_keys_are_no_limit(table: &dyn Table) {
    let keys: Vec<Key> = (0..250).map(|number| record(tenant(3), &format!("{number:03}"))).collect();
    let even: Vec<_> = keys.iter().step_by(2).map(|key| put(key.clone(), json!({ "at": key.partition() }))).collect();
    write(table, &even).await;
    let found = table.get(&keys).await.unwrap();
    assert_eq!(found.len(), keys.len());
    for (number, (key, item)) in keys.iter().zip(found).enumerate() {
        let at = item.and_then(|item| item.get("at").cloned());
        assert_eq!(at, (number % 2 == 0).then(|| Value::from(key.partition())), "{number}");
    }
}
