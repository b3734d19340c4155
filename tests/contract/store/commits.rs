//! Transactions: all or nothing, and which condition it was.

use super::{conditional, item, put, read, record, tenant, wrapped_key, write};
use serde_json::{Value, json};
use shared::key::Key;
use shared::ports::{Action, CommitError, Condition, Operation, Table};

pub async fn contract(table: &dyn Table) {
    each_condition_holds_or_fails(table).await;
    several_conditions_on_one_item_must_all_hold(table).await;
    all_or_nothing_and_which_it_was(table).await;
    a_hundred_operations_over_two_tables(table).await;
    of_two_on_one_version_one_wins(table).await;
}

/// The positions of the operations whose conditions failed.
async fn failed(table: &dyn Table, operations: &[Operation]) -> Vec<usize> {
    match table.commit(operations).await {
        Ok(()) => vec![],
        Err(CommitError::Conditions(failed)) => failed,
        Err(other) => panic!("{other:?}"),
    }
}

async fn each_condition_holds_or_fails(table: &dyn Table) {
    let (there, absent) = (record(tenant(20), "there"), record(tenant(20), "absent"));
    let present = json!({ "version": 3, "name": "三", "open": true });
    write(table, &[put(there.clone(), present.clone())]).await;
    let equals = |name, value: Value| Condition::Equals(name, value);
    let cases = [
        (&absent, Condition::Absent, true),
        (&there, Condition::Absent, false),
        (&there, Condition::Present, true),
        (&absent, Condition::Present, false),
        (&there, equals("version", json!(3)), true),
        (&there, equals("version", json!(4)), false),
        (&there, equals("version", json!("3")), false),
        (&there, equals("name", json!("三")), true),
        (&there, equals("name", json!("二")), false),
        (&there, equals("open", json!(true)), true),
        (&there, equals("open", json!(false)), false),
        (&there, equals("other", json!(1)), false),
        (&absent, equals("version", json!(3)), false),
        (&there, Condition::AtLeast("version", 3), true),
        (&there, Condition::AtLeast("version", 4), false),
        (&absent, Condition::AtLeast("version", 0), false),
    ];
    for (key, condition, holds) in cases {
        let expected = if holds { vec![] } else { vec![0] };
        let check = [conditional(key.clone(), Action::Check, vec![condition.clone()])];
        assert_eq!(failed(table, &check).await, expected, "check {condition:?}");
        let put = [conditional(key.clone(), Action::Put(item(present.clone())), vec![condition.clone()])];
        assert_eq!(failed(table, &put).await, expected, "put {condition:?}");
        restore(table, &there, &absent, &present).await;
        let delete = [conditional(key.clone(), Action::Delete, vec![condition.clone()])];
        assert_eq!(failed(table, &delete).await, expected, "delete {condition:?}");
        assert_eq!(read(table, &there).await.is_some(), !holds || key == &absent, "{condition:?}");
        restore(table, &there, &absent, &present).await;
    }
}

async fn restore(table: &dyn Table, there: &Key, absent: &Key, present: &Value) {
    write(table, &[put(there.clone(), present.clone()), conditional(absent.clone(), Action::Delete, vec![])]).await;
}

async fn several_conditions_on_one_item_must_all_hold(table: &dyn Table) {
    let key = record(tenant(21), "several");
    write(table, &[put(key.clone(), json!({ "version": 1, "epoch": 5 }))]).await;
    for (version, epoch, holds) in [(1, 5, true), (1, 6, false), (2, 5, false)] {
        let conditions = vec![Condition::Equals("version", json!(version)), Condition::Equals("epoch", json!(epoch))];
        let attempt = [conditional(key.clone(), Action::Check, conditions)];
        assert_eq!(failed(table, &attempt).await.is_empty(), holds, "{version} {epoch}");
    }
}

async fn all_or_nothing_and_which_it_was(table: &dyn Table) {
    let [first, second, third, fourth] = ["first", "second", "third", "fourth"].map(|id| record(tenant(22), id));
    write(table, &[put(first.clone(), json!({ "version": 1 })), put(second.clone(), json!({ "version": 1 }))]).await;
    let attempt = [
        conditional(first.clone(), Action::Put(item(json!({ "version": 2 }))), vec![Condition::Equals("version", json!(1))]),
        conditional(second.clone(), Action::Delete, vec![Condition::Equals("version", json!(9))]),
        put(third.clone(), json!({ "version": 1 })),
        conditional(fourth.clone(), Action::Check, vec![Condition::Present]),
        put(wrapped_key(tenant(22)), json!({ "version": 1 })),
    ];
    assert_eq!(failed(table, &attempt).await, [1, 3]);
    assert_eq!(read(table, &first).await, Some(json!({ "version": 1 })));
    assert_eq!(read(table, &second).await, Some(json!({ "version": 1 })));
    assert_eq!((read(table, &third).await, read(table, &wrapped_key(tenant(22))).await), (None, None));

    let sound =
        [attempt[0].clone(), conditional(second.clone(), Action::Delete, vec![Condition::Present]), attempt[2].clone(), attempt[4].clone()];
    assert_eq!(failed(table, &sound).await, [0_usize; 0]);
    assert_eq!((read(table, &first).await, read(table, &second).await), (Some(json!({ "version": 2 })), None));
    assert!(read(table, &third).await.is_some() && read(table, &wrapped_key(tenant(22))).await.is_some());
}

async fn a_hundred_operations_over_two_tables(table: &dyn Table) {
    let mut operations: Vec<Operation> =
        (0..99).map(|number| put(record(tenant(23), &number.to_string()), json!({ "n": number }))).collect();
    operations.push(put(wrapped_key(tenant(23)), json!({ "n": 99 })));
    assert_eq!(failed(table, &operations).await, [0_usize; 0]);
    let keys: Vec<Key> = operations.iter().map(|operation| operation.key.clone()).collect();
    assert!(table.get(&keys).await.unwrap().iter().all(Option::is_some));
}

async fn of_two_on_one_version_one_wins(table: &dyn Table) {
    let key = record(tenant(24), "raced");
    write(table, &[put(key.clone(), json!({ "version": 1, "by": "nobody" }))]).await;
    for version in 1..=10 {
        let attempt = |by: &str| {
            let next = Action::Put(item(json!({ "version": version + 1, "by": by })));
            [conditional(key.clone(), next, vec![Condition::Equals("version", json!(version))])]
        };
        let (one, other) = (attempt("one"), attempt("other"));
        let (one, other) = tokio::join!(table.commit(&one), table.commit(&other));
        let winner = if one.is_ok() { "one" } else { "other" };
        assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
        assert!(matches!(one.and(other), Err(CommitError::Conditions(_) | CommitError::Conflict)));
        assert_eq!(read(table, &key).await, Some(json!({ "version": version + 1, "by": winner })));
    }
}
